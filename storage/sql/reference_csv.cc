#include "storage/sql/reference_csv.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"

namespace probity::sql {
namespace {

// Splits one line at commas outside quotes; "" inside quotes is a quote.
std::vector<std::string> Fields(absl::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back().push_back(line[++i]);
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(line[i]);
    }
  }
  return fields;
}

}  // namespace

absl::string_view ReferenceRow::operator[](absl::string_view column) const {
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found == header_.end()) return "";
  return fields_[found - header_.begin()];
}

int ReferenceRow::Number(absl::string_view column) const {
  int number = 0;
  return absl::SimpleAtoi((*this)[column], &number) ? number : 0;
}

std::vector<std::string> ReferenceRow::List(absl::string_view column) const {
  return absl::StrSplit((*this)[column], '|', absl::SkipEmpty());
}

absl::Status ReadReference(absl::string_view csv,
                           absl::FunctionRef<absl::Status(const ReferenceRow&)> each) {
  std::vector<std::string> header;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    std::vector<std::string> fields = Fields(line);
    if (header.empty()) {
      header = std::move(fields);
      continue;
    }
    if (fields.size() != header.size()) {
      return Internal("a reference file has a line with a wrong number of fields")
          .With("line", absl::StrCat(number));
    }
    if (const absl::Status status = each(ReferenceRow(header, std::move(fields))); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReferenceVersion(absl::string_view csv) {
  constexpr absl::string_view kKey = "version: ";
  const absl::string_view first = csv.substr(0, csv.find('\n'));
  const size_t at = first.find(kKey);
  if (!absl::StartsWith(first, "#") || at == absl::string_view::npos) {
    return Internal("a reference file does not name its version");
  }
  const absl::string_view rest = first.substr(at + kKey.size());
  return std::string(rest.substr(0, rest.find(',')));
}

}  // namespace probity::sql
