// Tab-separated text, line by line, with bounded memory whatever the file holds.
#ifndef PROBITY_SERVICES_MATCHING_LAB_TSV_H_
#define PROBITY_SERVICES_MATCHING_LAB_TSV_H_

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/lab/notes.h"

namespace probity::matching::lab {

inline constexpr size_t kMaxLineBytes = 1 << 20;

// LF or CRLF; a byte-order mark is skipped, and so are empty lines. A longer line than
// kMaxLineBytes is left out and noted.
class Lines {
 public:
  Lines(std::istream& in, Notes& notes) : in_(in), notes_(notes) {}
  // The next line; none at the end.
  std::optional<std::string> Next();

 private:
  bool Read(std::string& line);

  std::istream& in_;
  Notes& notes_;
  bool first_ = true;
};

std::vector<std::string> SplitTabs(absl::string_view line);

// Rows under a header that names the columns. Columns that nobody asks for are noted by name.
class Table {
 public:
  // INVALID_ARGUMENT if there is no header or it lacks one of `needed`.
  static absl::StatusOr<Table> Open(std::istream& in, const std::vector<std::string>& needed,
                                    const std::vector<std::string>& known, Notes& notes);
  bool Has(absl::string_view column) const;
  // False at the end.
  bool Next();
  // Of the row at hand; empty if the row or the header lacks it.
  absl::string_view At(absl::string_view column) const;

 private:
  Table(std::istream& in, Notes& notes) : lines_(in, notes) {}

  Lines lines_;
  std::vector<std::string> columns_;
  std::vector<std::string> fields_;
};

// Without what would end a field or a line.
std::string Field(absl::string_view text);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_TSV_H_
