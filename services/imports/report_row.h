// A line of a CSV file as a report. The fields and their words are the contract's without prefix
// (EMAIL, NGO) and the taxonomies' (CONTINGENT_MEMBER); import.proto names them.
#ifndef PROBITY_SERVICES_IMPORTS_REPORT_ROW_H_
#define PROBITY_SERVICES_IMPORTS_REPORT_ROW_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/case.pb.h"
#include "services/imports/csv_reader.h"

namespace probity::imports {

// Every field that a report can be read from, and whether a file must have it.
const std::vector<CsvColumn>& ReportFields();

// `fields` in the order of ReportFields(). INVALID_ARGUMENT with the field's name for a word that
// is none of its own; the rest is checked where every report is.
absl::StatusOr<v1::Report> ReportOf(const std::vector<std::string>& fields);

// The value of external_ref.
absl::string_view ReferenceOf(const std::vector<std::string>& fields);

// What the line says, whatever the order of its columns: two lines with the same are the same.
std::string ContentOf(const std::vector<std::string>& fields);

// Place in ReportFields() of the field that a path of the report ("subjects[0].new_person
// .names[0].full"), or a field's own name, is about; nothing if it is about none of them.
std::optional<size_t> FieldAt(absl::string_view path, const std::vector<std::string>& fields);

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_REPORT_ROW_H_
