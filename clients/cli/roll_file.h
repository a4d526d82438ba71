// A nominal roll as a CSV file, read whole before anything is sent.
#ifndef PROBITY_CLIENTS_CLI_ROLL_FILE_H_
#define PROBITY_CLIENTS_CLI_ROLL_FILE_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "probity/v1/screening.pb.h"

namespace probity::cli {

// A row that cannot be sent.
struct BadRow {
  int64_t line = 0;
  int32_t row_number = 0;  // 0 if that is what is wrong.
  v1::RowError error;
};

struct RollFile {
  std::vector<v1::ScreenRollRequest> rows;  // Without their roll.
  std::vector<BadRow> bad;
  // For the report, by row number: the name as the file has it.
  absl::flat_hash_map<int32_t, std::string> names;
};

struct RollFileOptions {
  char separator = ',';
  // What the column service_number holds.
  v1::Identifier::IdentifierType service_number = v1::Identifier::MILITARY_SERVICE_NO;
  // Columns that hold nothing to screen by.
  std::vector<std::string> ignored = {};
};

// Columns: row_no, full_name, native_name (row_no and one of the names are needed), given, family,
// dob, gender, nationality, passport, passport_issuer, service_number; rank, unit, mission,
// arrival_date and origin are left out, and what the caller says. Any other is refused: misspelt,
// it would be evidence that nobody looks at. An issuer that is not given is the nationality. A row
// is bad, and the others go on, if its row_no is no number or stands twice, its gender no word of
// the contract, its text no UTF-8, its number of fields not the header's, or its quotes are wrong
// (csv.h). What the row says is the server's to judge. INVALID_ARGUMENT, and no row at all, if the
// header cannot serve or nothing follows it.
absl::StatusOr<RollFile> ReadRollFile(std::istream& file, const RollFileOptions& options);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_ROLL_FILE_H_
