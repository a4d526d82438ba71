#include "tests/layering/layering.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace probity::layering {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kTops[] = {"proto", "storage", "services", "clients", "tests"};
constexpr int kLongestFile = 400;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool IsCpp(absl::string_view path) {
  return absl::EndsWith(path, ".cc") || absl::EndsWith(path, ".h");
}

bool IsSource(absl::string_view path) {
  return IsCpp(path) || absl::EndsWith(path, ".proto") || absl::EndsWith(path, ".sql") ||
         absl::EndsWith(path, ".py") || absl::EndsWith(path, ".sh");
}

// absl::UnavailableError(...) and its like. OkStatus and the matchers IsNotFound(...) are none.
bool HasBareError(absl::string_view content) {
  for (size_t at = content.find("Error("); at != absl::string_view::npos;
       at = content.find("Error(", at + 1)) {
    size_t begin = at;
    while (begin > 0 && absl::ascii_isalpha(static_cast<unsigned char>(content[begin - 1]))) {
      --begin;
    }
    if (absl::EndsWith(content.substr(0, begin), "absl::")) return true;
  }
  return false;
}

// What a rule calls the included file: its path, a library that is not everyone's, or nothing if
// everyone may have it.
std::string Target(absl::string_view included) {
  for (const absl::string_view top : kTops) {
    if (absl::StartsWith(included, absl::StrCat(top, "/"))) return std::string(included);
  }
  if (absl::StartsWith(included, "grpc") || absl::EndsWith(included, ".grpc.pb.h")) return "grpc";
  if (absl::StartsWith(included, "google/protobuf/")) return "protobuf";
  if (absl::EndsWith(included, ".pb.h")) return "proto";
  if (absl::StartsWith(included, "sqlite3")) return "sqlite3";
  if (absl::StartsWith(included, "libpq")) return "libpq";
  if (absl::StartsWith(included, "absl/synchronization/")) return "absl_synchronization";
  return "";
}

// The name between the quotes or brackets of an #include line; empty for other lines.
absl::string_view Included(absl::string_view line, bool* quoted) {
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "#")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "include")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (line.empty() || (line[0] != '"' && line[0] != '<')) return "";
  *quoted = line[0] == '"';
  line.remove_prefix(1);
  return line.substr(0, line.find_first_of("\">"));
}

std::string Guard(absl::string_view path) {
  const std::string upper = absl::AsciiStrToUpper(path);
  return absl::StrCat("PROBITY_", absl::StrReplaceAll(upper, {{"/", "_"}, {".", "_"}}), "_");
}

class Checker {
 public:
  Checker(const fs::path& root, const Rules& rules) : root_(root), rules_(rules) {}

  std::vector<std::string> Run() {
    Walk();
    for (const std::string& folder : code_folders_) {
      if (!fs::exists(root_ / folder / "README.md")) Breach(folder, "has no README.md");
    }
    std::sort(breaches_.begin(), breaches_.end());
    return std::move(breaches_);
  }

  std::vector<std::string> Unused() {
    Walk();
    std::vector<std::string> unused;
    for (const auto& [row, allowed] : rules_.rows()) {
      for (const std::string& name : allowed) {
        if (name != "*" && !used_.contains({row, name})) {
          unused.push_back(absl::StrCat(row, ": ", name));
        }
      }
    }
    return unused;
  }

 private:
  void Walk() {
    for (const absl::string_view top : kTops) {
      const fs::path folder = root_ / std::string(top);
      if (!fs::exists(folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && IsSource(entry.path().native())) File(entry.path());
      }
    }
  }

  void Breach(absl::string_view path, absl::string_view what) {
    breaches_.push_back(absl::StrCat(path, ": ", what));
  }

  void File(const fs::path& file) {
    const std::string path = file.lexically_relative(root_).generic_string();
    const std::string content = Read(file);
    const auto lines = std::count(content.begin(), content.end(), '\n');
    if (lines > kLongestFile) Breach(path, absl::StrCat(lines, " lines; split it"));
    if (!IsCpp(path)) return;
    if (!absl::StartsWith(path, "tests/")) {
      code_folders_.insert(fs::path(path).parent_path().generic_string());
    }
    Includes(path, content);
    if (!rules_.MayMakeBareErrors(path) && HasBareError(content)) {
      Breach(path, "makes an error without a reason; see proto/support/error.h");
    }
    const std::string guard = Guard(path);
    if (absl::EndsWith(path, ".h") &&
        !absl::StrContains(content, absl::StrCat("#ifndef ", guard, "\n#define ", guard, "\n"))) {
      Breach(path, absl::StrCat("the include guard must be ", guard));
    }
  }

  void Includes(const std::string& path, absl::string_view content) {
    const std::string row = rules_.RowOf(path);
    if (row.empty()) return Breach(path, "no row of allowed.txt covers it");
    for (const absl::string_view line : absl::StrSplit(content, '\n')) {
      bool quoted = false;
      const absl::string_view included = Included(line, &quoted);
      const std::string target = Target(included);
      if (!target.empty() && !rules_.Allows(row, target)) {
        Breach(path, absl::StrCat("may not include ", included));
      }
      if (!target.empty()) used_.emplace(row, rules_.GrantOf(row, target));
      const fs::path beside = root_ / fs::path(path).parent_path() / std::string(included);
      if (quoted && target.empty() && fs::exists(beside)) {
        Breach(path, absl::StrCat("includes ", included, " not from the repository root"));
      }
    }
  }

  const fs::path& root_;
  const Rules& rules_;
  std::set<std::string> code_folders_;
  std::set<std::pair<std::string, std::string>> used_;  // Row and grant
  std::vector<std::string> breaches_;
};

}  // namespace

absl::StatusOr<Rules> Rules::Parse(absl::string_view text) {
  Rules rules;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = line.substr(0, line.find('#'));
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.empty()) continue;
    if (!rules.rows_.try_emplace(words[0], words.begin() + 1, words.end()).second) {
      return absl::InvalidArgumentError(absl::StrCat("two rows for ", words[0]));
    }
  }
  return rules;
}

void Rules::AllowBareErrors(absl::string_view text) {
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (!line.empty()) bare_errors_.emplace(line);
  }
}

bool Rules::MayMakeBareErrors(absl::string_view path) const {
  return absl::StartsWith(path, "tests/") || bare_errors_.contains(std::string(path));
}

std::string Rules::RowOf(absl::string_view path) const {
  for (std::string at(path); !at.empty(); at = fs::path(at).parent_path().generic_string()) {
    if (rows_.contains(at)) return at;
  }
  return "";
}

std::string Rules::GrantOf(const std::string& row, const std::string& target) const {
  const std::set<std::string>& allowed = rows_.at(row);
  const std::string its_row = RowOf(target);
  if (its_row == row) return "";
  for (const std::string& name : {target, its_row, std::string("*")}) {
    if (!name.empty() && allowed.contains(name)) return name;
  }
  return "";
}

bool Rules::Allows(const std::string& row, const std::string& target) const {
  return RowOf(target) == row || !GrantOf(row, target).empty();
}

std::vector<std::string> UnusedGrants(const fs::path& root, const Rules& rules) {
  return Checker(root, rules).Unused();
}

std::vector<std::string> Breaches(const fs::path& root, const Rules& rules) {
  return Checker(root, rules).Run();
}

}  // namespace probity::layering
