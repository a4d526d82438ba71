// data/cultures.tsv: pairs of names of many cultures, by hand, with what they are: one person's, or
// two whose names are hard to tell apart. Persons of public life, or made up; from no list.
// `matchlab evaluate` reads the file too, and explains what is judged wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/matching/score.h"
#include "services/matching/tables.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

// Of names that agree at the one threshold.
struct Counts {
  int hits = 0, false_hits = 0, missed = 0;
  double F1() const { return 2.0 * hits / (2 * hits + false_hits + missed); }
  void Add(bool hit, bool expected) {
    hits += hit && expected;
    false_hits += hit && !expected;
    missed += !hit && expected;
  }
};

TEST(Cultures, NoNamingCultureIsJudgedBadly) {
  const std::shared_ptr<const Model> model = TestModel();
  const int threshold = model->tables().weights.possible_similarity;
  std::ifstream in(PROBITY_CULTURES);
  std::map<std::string, Counts> cultures;
  Counts all;
  std::string line;
  std::getline(in, line);  // The header.
  while (std::getline(in, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    ASSERT_EQ(fields.size(), 6) << line;
    const int similarity = Score(Person(fields[2]), Person(fields[3]), *model).name_similarity;
    cultures[fields[0]].Add(similarity >= threshold, fields[5] == "1");
    all.Add(similarity >= threshold, fields[5] == "1");
  }
  EXPECT_GE(cultures.size(), 25);
  for (const auto& [culture, counts] : cultures) EXPECT_GE(counts.F1(), 0.85) << culture;
  EXPECT_GE(all.F1(), 0.92);
}

}  // namespace
}  // namespace probity::matching
