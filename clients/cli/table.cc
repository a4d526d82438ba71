#include "clients/cli/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/text.h"

namespace probity::cli {
namespace {

using Cells = std::vector<std::string>;

Cells Titles(const Table& table) {
  Cells titles;
  titles.reserve(table.columns.size());
  for (const Column& column : table.columns) titles.push_back(column.title);
  return titles;
}

std::string Line(const Table& table, const Cells& cells, const std::vector<int>& widths) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string padding(static_cast<size_t>(widths[i] - DisplayWidth(cells[i])), ' ');
    if (i > 0) absl::StrAppend(&line, "  ");
    if (table.columns[i].number) {
      absl::StrAppend(&line, padding, cells[i]);
    } else {
      absl::StrAppend(&line, cells[i], padding);
    }
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line + "\n";
}

// Keeps what may stand inside a quoted cell: line ends and tabs.
std::string PrintableLines(absl::string_view text) {
  return absl::StrReplaceAll(Printable(text),
                             {{"<U+000A>", "\n"}, {"<U+000D>", "\r"}, {"<U+0009>", "\t"}});
}

std::string CsvLine(const Cells& cells) {
  return absl::StrJoin(cells, ",",
                       [](std::string* out, const std::string& cell) {
                         absl::StrAppend(out, CsvCell(cell));
                       }) +
         "\n";
}

}  // namespace

std::string ToText(const Table& table) {
  std::vector<Cells> lines = {Titles(table)};
  for (const Cells& row : table.rows) lines.push_back(row);
  std::vector<int> widths(table.columns.size(), 0);
  for (Cells& cells : lines) {
    for (size_t i = 0; i < cells.size(); ++i) {
      cells[i] = Printable(cells[i]);
      widths[i] = std::max(widths[i], DisplayWidth(cells[i]));
    }
  }
  std::string out;
  for (const Cells& cells : lines) absl::StrAppend(&out, Line(table, cells, widths));
  return out;
}

std::string CsvCell(absl::string_view text) {
  const std::string cell = PrintableLines(text);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

std::string ToCsv(const Table& table) {
  std::string out = CsvLine(Titles(table));
  for (const Cells& row : table.rows) absl::StrAppend(&out, CsvLine(row));
  return out;
}

google::protobuf::ListValue ToJson(const Table& table) {
  google::protobuf::ListValue list;
  for (const Cells& row : table.rows) {
    auto& fields = *list.add_values()->mutable_struct_value()->mutable_fields();
    for (size_t i = 0; i < row.size(); ++i) {
      auto& value = fields[table.columns[i].title];
      double number = 0;
      if (table.columns[i].number && absl::SimpleAtod(row[i], &number)) {
        value.set_number_value(number);
      } else {
        value.set_string_value(row[i]);
      }
    }
  }
  return list;
}

}  // namespace probity::cli
