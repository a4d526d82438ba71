// Reads a source tree and says where it breaks the rules that no compiler checks: who may include
// whom (allowed.txt), who may make an error without a reason (bare_errors.txt), how long a file may
// be, how include guards are named, which folders say what they are. README.md lists them.
#ifndef PROBITY_TESTS_LAYERING_LAYERING_H_
#define PROBITY_TESTS_LAYERING_LAYERING_H_

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::layering {

class Rules {
 public:
  // INVALID_ARGUMENT for a row given twice.
  static absl::StatusOr<Rules> Parse(absl::string_view text);

  // The longest row that is `path` or a folder above it; empty if none is.
  std::string RowOf(absl::string_view path) const;
  // The files, one a line, that may make an error without a reason (bare_errors.txt).
  void AllowBareErrors(absl::string_view text);
  // Those, and tests.
  bool MayMakeBareErrors(absl::string_view path) const;
  // True if a file under `row` may include `target`: a path, or the name of a library.
  bool Allows(const std::string& row, const std::string& target) const;
  // The name in the row by which it may; empty if it may not, or by its own row.
  std::string GrantOf(const std::string& row, const std::string& target) const;
  const std::map<std::string, std::set<std::string>>& rows() const { return rows_; }
  const std::set<std::string>& bare_errors() const { return bare_errors_; }

 private:
  std::map<std::string, std::set<std::string>> rows_;
  std::set<std::string> bare_errors_;
};

// Every breach under the folders proto, storage, services, clients and tests of `root`, each as
// "path: what", ordered by path. Empty if there is none.
std::vector<std::string> Breaches(const std::filesystem::path& root, const Rules& rules);

// Every grant that no file of the tree makes use of, each as "row: name", in the table's order.
std::vector<std::string> UnusedGrants(const std::filesystem::path& root, const Rules& rules);

}  // namespace probity::layering

#endif  // PROBITY_TESTS_LAYERING_LAYERING_H_
