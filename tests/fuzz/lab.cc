#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/matching/lab/commands.h"
#include "services/matching/lab/notes.h"
#include "services/matching/lab/tsv.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

// Whole lines of so many fields, the one at `score` a probability.
void CheckRows(const std::string& text, size_t fields, size_t score) {
  Require(text.empty() || text.back() == '\n', "the last line has an end");
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> row = lab::SplitTabs(line);
    Require(row.size() == fields, "a line has its fields");
    double value = -1;
    Require(absl::SimpleAtod(row[score], &value) && value >= 0 && value <= 1,
            "a score is from 0 to 1");
  }
}

void CheckStatus(const absl::Status& status) {
  Require(status.ok() || absl::IsInvalidArgument(status), "a bad file is the caller's fault");
}

void Pairs(const lab::Lab& lab, const std::string& file) {
  std::istringstream in(file);
  std::ostringstream out;
  lab::ComparePairs(lab, in, out);
  CheckRows(out.str(), 7, 2);
}

void Evaluate(const lab::Lab& lab, const std::string& file) {
  std::istringstream in(file);
  std::ostringstream out;
  CheckStatus(lab::EvaluatePairs(lab, in, out));
}

void Search(const lab::Lab& lab, const std::string& gallery, const std::string& queries) {
  std::istringstream there(gallery);
  std::istringstream sought(queries);
  std::ostringstream out;
  CheckStatus(lab::SearchGallery(lab, {.galleries = {&there}, .queries = &sought}, out));
  CheckRows(out.str(), 6, 3);
}

void CheckNotes(const lab::Notes& notes) {
  std::ostringstream out;
  notes.Print(out);
  const std::string text = out.str();
  Require(std::count(text.begin(), text.end(), '\n') <= 201, "notes have an end");
  Require(std::all_of(text.begin(), text.end(),
                      [](unsigned char c) { return c == '\n' || absl::ascii_isprint(c); }),
          "notes can be printed");
}

}  // namespace

void RunLab(absl::string_view input) {
  std::vector<std::string> files = absl::StrSplit(input, absl::MaxSplits('\f', 2));
  files.resize(3);
  lab::Notes notes;
  const lab::Lab lab{BuiltIn(), notes};
  Pairs(lab, files[0]);
  Evaluate(lab, files[0]);
  Search(lab, files[1], files[2]);
  CheckNotes(notes);
}

}  // namespace probity::matching::fuzz
