// A table as people read it, as CSV, or as JSON.
#ifndef PROBITY_CLIENTS_CLI_TABLE_H_
#define PROBITY_CLIENTS_CLI_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

namespace probity::cli {

struct Column {
  std::string title;
  bool number = false;  // Flush right; a number in JSON.
};

struct Table {
  std::vector<Column> columns;
  // Each as long as `columns`.
  std::vector<std::vector<std::string>> rows;
};

// Columns two spaces apart, aligned by display width; cells are made printable. Empty without rows
// but for the header.
std::string ToText(const Table& table);
// RFC 4180 with "\n": a cell is quoted where it must be. Control characters but line ends and tabs
// are spelt out as in ToText.
std::string ToCsv(const Table& table);
// One object a row, its fields named by the columns.
google::protobuf::ListValue ToJson(const Table& table);

// One cell as CSV, quoted where it must be.
std::string CsvCell(absl::string_view text);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_TABLE_H_
