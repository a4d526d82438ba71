#include "storage/postgres/parameters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace probity::postgres {
namespace {

bool IsNameChar(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// What is copied as it stands from `at` on: a quoted text, a "::", one character.
size_t LengthOfCopied(absl::string_view text, size_t at) {
  if (text[at] == '\'' || text[at] == '"') {
    const size_t end = text.find(text[at], at + 1);
    return end == absl::string_view::npos ? text.size() - at : end + 1 - at;
  }
  return text.substr(at, 2) == "::" ? 2 : 1;
}

}  // namespace

Numbered NumberParameters(absl::string_view text) {
  Numbered numbered;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && IsNameChar(text[end])) ++end;
    if (text[at] != ':' || end == at + 1) {
      const size_t length = LengthOfCopied(text, at);
      absl::StrAppend(&numbered.sql, text.substr(at, length));
      at += length;
      continue;
    }
    const absl::string_view name = text.substr(at + 1, end - at - 1);
    const auto found = std::find(numbered.names.begin(), numbered.names.end(), name);
    const auto number = found - numbered.names.begin() + 1;
    if (found == numbered.names.end()) numbered.names.emplace_back(name);
    absl::StrAppend(&numbered.sql, "$", number);
    at = end;
  }
  return numbered;
}

}  // namespace probity::postgres
