// Reviewable expectations: each line of golden/*.txt is "candidate | record | band | similarity |
// levels of the words". PROBITY_REWRITE_GOLDEN=1 writes what the engine says now instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/matching/score.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

namespace fs = std::filesystem;

// The line as the engine would write it. Comments and empty lines stay.
std::string Answer(const std::string& line, const Model& model) {
  if (line.empty() || absl::StartsWith(line, "#")) return line;
  const std::vector<std::string> fields = absl::StrSplit(line, " | ");
  if (fields.size() < 2) return absl::StrCat("malformed: ", line);
  const Evidence evidence = Score(Person(fields[0]), Person(fields[1]), model);
  std::vector<std::string> levels;
  for (const Line& part : evidence.lines) {
    if (part.field == Field::kName) levels.emplace_back(Code(part.level));
  }
  return absl::StrCat(fields[0], " | ", fields[1], " | ", Code(evidence.band), " | ",
                      evidence.name_similarity, " | ", absl::StrJoin(levels, " "));
}

TEST(GoldenTest, NamesCompareAsReviewed) {
  const std::shared_ptr<const Model> model = TestModel();
  const bool rewrite = std::getenv("PROBITY_REWRITE_GOLDEN") != nullptr;
  int lines = 0;
  for (const fs::directory_entry& file : fs::directory_iterator(PROBITY_GOLDEN_FOLDER)) {
    std::ifstream in(file.path());
    std::string answers;
    for (std::string line; std::getline(in, line); ++lines) {
      const std::string answer = Answer(line, *model);
      EXPECT_TRUE(rewrite || line == answer) << file.path().filename() << ":\n"
                                             << line << "\n"
                                             << answer;
      absl::StrAppend(&answers, answer, "\n");
    }
    if (rewrite) std::ofstream(file.path()) << answers;
  }
  EXPECT_GT(lines, 50);
}

}  // namespace
}  // namespace probity::matching
