#include "tests/fuzz/identity_text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace probity::matching::fuzz {
namespace {

// The i-th field; empty if there is none.
std::string At(const std::vector<std::string>& fields, size_t i) {
  return i < fields.size() ? fields[i] : std::string();
}

int32_t NumberAt(const std::vector<std::string>& fields, size_t i) {
  int32_t number = 0;
  return absl::SimpleAtoi(At(fields, i), &number) ? number : 0;
}

void AddName(absl::string_view text, NameKind kind, Identity& identity) {
  const std::vector<std::string> fields = absl::StrSplit(text, '\t');
  identity.names.push_back({.full = At(fields, 0),
                            .given = At(fields, 1),
                            .patronymic = At(fields, 2),
                            .family = At(fields, 3),
                            .kind = kind});
}

void RepeatName(absl::string_view text, Identity& identity) {
  int count = 0;
  if (identity.names.empty() || !absl::SimpleAtoi(text, &count)) return;
  count = std::min(count, kMostRepeated - static_cast<int>(identity.names.size()));
  for (; count > 0; --count) identity.names.push_back(Name(identity.names.back()));
}

void AddBirth(absl::string_view text, Identity& identity) {
  const std::vector<std::string> fields = absl::StrSplit(text, ' ');
  identity.births.push_back({.year = NumberAt(fields, 0),
                             .month = NumberAt(fields, 1),
                             .day = NumberAt(fields, 2),
                             .year_to = NumberAt(fields, 3),
                             .approximate = At(fields, 4) == "~"});
}

Sex SexOf(absl::string_view text) {
  if (text == "f") return Sex::kFemale;
  if (text == "m") return Sex::kMale;
  return text == "o" ? Sex::kOther : Sex::kUnknown;
}

void AddIdentifier(absl::string_view text, Identity& identity) {
  const std::vector<std::string> fields = absl::StrSplit(text, absl::MaxSplits('\t', 2));
  const int type = std::clamp(NumberAt(fields, 0), 0, static_cast<int>(IdentifierType::kOther));
  identity.identifiers.push_back(
      {.type = static_cast<IdentifierType>(type), .issuer = At(fields, 1), .value = At(fields, 2)});
}

}  // namespace

void AddLine(absl::string_view line, Identity& identity) {
  if (line.size() < 2 || line[1] != ' ') return;
  const absl::string_view rest = line.substr(2);
  switch (line[0]) {
    case 'n':
      return AddName(rest, NameKind::kPrimary, identity);
    case 'w':
      return AddName(rest, NameKind::kWeakAlias, identity);
    case '*':
      return RepeatName(rest, identity);
    case 'b':
      return AddBirth(rest, identity);
    case 'c':
      return identity.nationalities.push_back(std::string(rest));
    case 's':
      identity.sex = SexOf(rest);
      return;
    case 'i':
      return AddIdentifier(rest, identity);
    default:
      return;
  }
}

}  // namespace probity::matching::fuzz
