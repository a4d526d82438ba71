// The small dialect of CSV that the files of storage/reference are written in.
#ifndef PROBITY_STORAGE_SQL_REFERENCE_CSV_H_
#define PROBITY_STORAGE_SQL_REFERENCE_CSV_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::sql {

// One line, its fields by the header's names.
class ReferenceRow {
 public:
  ReferenceRow(const std::vector<std::string>& header, std::vector<std::string> fields)
      : header_(header), fields_(std::move(fields)) {}
  // "" for a column that the file lacks.
  absl::string_view operator[](absl::string_view column) const;
  int Number(absl::string_view column) const;  // 0 if empty
  bool Flag(absl::string_view column) const { return (*this)[column] == "true"; }
  // Parts between "|".
  std::vector<std::string> List(absl::string_view column) const;

 private:
  const std::vector<std::string>& header_;
  std::vector<std::string> fields_;
};

// `each` gets every line below the header. INTERNAL with the line for a wrong number of fields.
absl::Status ReadReference(absl::string_view csv,
                           absl::FunctionRef<absl::Status(const ReferenceRow&)> each);

// "2026-11-01" from the first line, "# scheme: NAME, version: 2026-11-01, source: ...".
absl::StatusOr<std::string> ReferenceVersion(absl::string_view csv);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_REFERENCE_CSV_H_
