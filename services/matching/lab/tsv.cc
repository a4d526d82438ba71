#include "services/matching/lab/tsv.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/matching/lab/values.h"

namespace probity::matching::lab {

bool Lines::Read(std::string& line) {
  line.clear();
  bool too_long = false;
  bool any = false;
  for (int c = in_.get(); c != std::istream::traits_type::eof(); c = in_.get()) {
    any = true;
    if (c == '\n') break;
    if (line.size() < kMaxLineBytes) {
      line.push_back(static_cast<char>(c));
    } else {
      too_long = true;
    }
  }
  if (too_long) {
    notes_.Count("lines of more than a megabyte, left out");
    line.clear();
  }
  return any;
}

std::optional<std::string> Lines::Next() {
  std::string line;
  while (Read(line)) {
    if (std::exchange(first_, false) && absl::StartsWith(line, "\xEF\xBB\xBF")) line.erase(0, 3);
    if (absl::EndsWith(line, "\r")) line.pop_back();
    if (!line.empty()) return line;
  }
  return std::nullopt;
}

std::vector<std::string> SplitTabs(absl::string_view line) { return absl::StrSplit(line, '\t'); }

absl::StatusOr<Table> Table::Open(std::istream& in, const std::vector<std::string>& needed,
                                  const std::vector<std::string>& known, Notes& notes) {
  Table table(in, notes);
  const std::optional<std::string> header = table.lines_.Next();
  if (!header.has_value()) return absl::InvalidArgumentError("the file is empty");
  table.columns_ = SplitTabs(*header);
  for (const std::string& column : needed) {
    if (!absl::c_linear_search(table.columns_, column)) {
      return absl::InvalidArgumentError(absl::StrCat("the header lacks the column ", column));
    }
  }
  for (const std::string& column : table.columns_) {
    if (!absl::c_linear_search(known, column)) {
      notes.Count(absl::StrCat("column ", KeyForPeople(column), " is not read"));
    }
  }
  return table;
}

bool Table::Has(absl::string_view column) const { return absl::c_linear_search(columns_, column); }

bool Table::Next() {
  const std::optional<std::string> line = lines_.Next();
  if (!line.has_value()) return false;
  fields_ = SplitTabs(*line);
  return true;
}

absl::string_view Table::At(absl::string_view column) const {
  const auto found = absl::c_find(columns_, column);
  const size_t at = found - columns_.begin();
  return at < fields_.size() && found != columns_.end() ? absl::string_view(fields_[at]) : "";
}

std::string Field(absl::string_view text) {
  std::string field(text);
  absl::c_replace_if(
      field, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return field;
}

}  // namespace probity::matching::lab
