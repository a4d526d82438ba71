#include "services/matching/lab/pair.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/matching/lab/values.h"

namespace probity::matching::lab {
namespace {

constexpr size_t kMaxContacts = 20;
constexpr absl::string_view kNumbers = "NUMBERS";  // The issuer of all numbers without a kind.

std::vector<absl::string_view> Values(absl::string_view text) {
  return absl::StrSplit(text, '|', absl::SkipWhitespace());
}

void ReadBirths(absl::string_view value, Identity& identity, Notes& notes) {
  for (absl::string_view text : Values(value)) {
    const std::vector<BirthDate> dates = ParseBirthDates(text);
    if (dates.empty()) notes.Count("dates of birth that are no date, left out");
    for (const BirthDate& date : dates) {
      if (identity.births.size() < kMaxBirths) identity.births.push_back(date);
    }
  }
}

void ReadNationalities(absl::string_view value, Identity& identity, Notes& notes) {
  for (absl::string_view text : Values(value)) {
    std::optional<std::string> code = ParseCountry(text);
    if (!code.has_value()) {
      notes.Count("nationalities that are no country, left out");
    } else if (identity.nationalities.size() < kMaxNationalities) {
      identity.nationalities.push_back(*std::move(code));
    }
  }
}

// Given and family names, the first with the first: of names beside the full one.
void ReadParts(absl::string_view value, std::string Name::*part, Identity& identity) {
  size_t at = 0;
  for (absl::string_view text : Values(value)) {
    if (at >= kMaxNames) return;
    if (at >= identity.names.size()) identity.names.emplace_back();
    identity.names[at++].*part = std::string(text);
  }
}

void ReadIdentifiers(absl::string_view value, IdentifierType type, absl::string_view issuer,
                     Identity& identity) {
  for (absl::string_view text : Values(value)) {
    if (identity.identifiers.size() >= kMaxIdentifiers) return;
    identity.identifiers.push_back({type, std::string(issuer), std::string(text)});
  }
}

void ReadContacts(absl::string_view value, std::vector<std::string>& contacts) {
  for (absl::string_view text : Values(value)) {
    if (contacts.size() < kMaxContacts) contacts.emplace_back(text.substr(0, kMaxNameLength));
  }
}

// Whether the key is one of contacts, which are read.
bool ReadContact(absl::string_view key, absl::string_view value, Contacts& contacts) {
  if (key == "phone") {
    ReadContacts(value, contacts.phones);
  } else if (key == "addr") {
    ReadContacts(value, contacts.addresses);
  } else {
    return false;
  }
  return true;
}

// "q_dob=1971": the identity that it belongs to; none without a prefix.
Identity* SideOf(absl::string_view& key, Pair& pair) {
  if (absl::ConsumePrefix(&key, "q_")) return &pair.query;
  if (absl::ConsumePrefix(&key, "c_")) return &pair.candidate;
  return nullptr;
}

void ReadExtra(absl::string_view extra, Pair& pair, Notes& notes) {
  for (absl::string_view item : absl::StrSplit(extra, ';', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> split =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    absl::string_view key = absl::StripAsciiWhitespace(split.first);
    const std::string shown = KeyForPeople(key);
    if (!absl::StrContains(item, '=')) {
      notes.Count("extra values without a key, left out");
    } else if (Identity* side = SideOf(key, pair); side != nullptr) {
      Contacts& contacts = side == &pair.query ? pair.query_contacts : pair.candidate_contacts;
      if (!ReadContact(key, split.second, contacts)) {
        ReadAttribute(key, split.second, *side, notes);
      }
    } else if (key != "level") {
      notes.Count(absl::StrCat("key ", shown, " of extra is not read"));
    }
  }
}

}  // namespace

void ReadAttribute(absl::string_view key, absl::string_view value, Identity& identity,
                   Notes& notes) {
  if (key == "dob") return ReadBirths(value, identity, notes);
  if (key == "nationality") return ReadNationalities(value, identity, notes);
  if (key == "given") return ReadParts(value, &Name::given, identity);
  if (key == "family") return ReadParts(value, &Name::family, identity);
  // Of which kind a number is, is not said: two that differ may be of two kinds.
  if (key == "id") return ReadIdentifiers(value, IdentifierType::kOther, kNumbers, identity);
  if (key == "passport") return ReadIdentifiers(value, IdentifierType::kPassport, "", identity);
  if (key == "email") return ReadIdentifiers(value, IdentifierType::kEmail, "", identity);
  if (key == "gender") {
    identity.sex = ParseSex(value);
  } else if (key != "level") {
    notes.Count(absl::StrCat("key ", KeyForPeople(key), " of extra is not read"));
  }
}

std::optional<Pair> ReadPair(const std::vector<std::string>& fields, Notes& notes) {
  if (fields.size() < 4) {
    notes.Count("lines with less than four fields, left out");
    return std::nullopt;
  }
  Pair pair{.set = fields[0], .row = fields[1]};
  pair.query.names = {{.full = fields[2]}};
  pair.candidate.names = {{.full = fields[3]}};
  if (fields.size() > 4) ReadExtra(fields[4], pair, notes);
  return pair;
}

}  // namespace probity::matching::lab
