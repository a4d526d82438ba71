#include "services/core/identity_rules.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "services/core/no_name.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"

namespace probity::core {
namespace {

// What the matching engine reads of a name (services/matching/identity.h): what it does not read
// nobody is found by.
constexpr TextRules kPart = {.max = 300, .needs_letter = true, .max_words = 32, .max_word = 64};
constexpr TextRules kFull = {
    .min = 1, .max = 300, .needs_letter = true, .max_words = 32, .max_word = 64};
constexpr int64_t kMaxNamesChars = 6000;  // Of all names and their parts.
constexpr int kMaxIdentifierChars = 64;

absl::Status WrongEnum(absl::string_view field) {
  return InvalidArgument("the value is none of the contract's")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field(field);
}

absl::Status CheckCount(int count, int max, absl::string_view field) {
  if (count <= max) return absl::OkStatus();
  return InvalidArgument("there are too many").Reason(v1::ERROR_REASON_TOO_MANY).Field(field);
}

// Of text that is UTF-8, in code points.
int64_t LengthOf(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

std::string At(absl::string_view list, int index) { return absl::StrCat(list, "[", index, "]"); }

}  // namespace

absl::Status CheckName(const v1::PersonName& name) {
  PROBITY_RETURN_IF_ERROR(CheckText(name.full(), kFull, "full"));
  if (StandsForNoName(name.full())) {
    return InvalidArgument("this stands for no name: leave it out")
        .Reason(v1::ERROR_REASON_INVALID_TEXT)
        .Field("full");
  }
  PROBITY_RETURN_IF_ERROR(CheckText(name.given(), kPart, "given"));
  PROBITY_RETURN_IF_ERROR(CheckText(name.family(), kPart, "family"));
  PROBITY_RETURN_IF_ERROR(CheckText(name.patronymic(), kPart, "patronymic"));
  if (!name.script().empty() && !IsScript(name.script())) {
    return InvalidArgument("there is no such script")
        .Reason(v1::ERROR_REASON_UNKNOWN_CODE)
        .Field("script");
  }
  if (!v1::PersonName::NameKind_IsValid(name.kind())) return WrongEnum("kind");
  if (!v1::PersonName::Order_IsValid(name.order())) return WrongEnum("order");
  return absl::OkStatus();
}

absl::Status CheckIdentifier(const v1::Identifier& identifier, const Codes& codes) {
  if (identifier.type() == v1::Identifier::IDENTIFIER_TYPE_UNSPECIFIED) {
    return InvalidArgument("an identifier needs its type")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("type");
  }
  if (!v1::Identifier::IdentifierType_IsValid(identifier.type())) return WrongEnum("type");
  PROBITY_RETURN_IF_ERROR(CheckText(
      identifier.value(), {.min = 1, .max = kMaxIdentifierChars, .needs_alnum = true}, "value"));
  if (identifier.issuer().empty()) return absl::OkStatus();
  return codes.MemberState(identifier.issuer(), "issuer").status();
}

absl::Status CheckNames(const google::protobuf::RepeatedPtrField<v1::PersonName>& names, int max) {
  if (names.empty()) {
    return InvalidArgument("a name is needed")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("names");
  }
  PROBITY_RETURN_IF_ERROR(CheckCount(names.size(), max, "names"));
  int64_t length = 0;
  for (int i = 0; i < names.size(); ++i) {
    const v1::PersonName& name = names[i];
    PROBITY_RETURN_IF_ERROR(AtField(At("names", i), CheckName(name)));
    for (const auto* part : {&name.full(), &name.given(), &name.patronymic(), &name.family()}) {
      length += LengthOf(*part);
    }
  }
  if (length <= kMaxNamesChars) return absl::OkStatus();
  return InvalidArgument("the names are too long together")
      .Reason(v1::ERROR_REASON_TOO_LONG)
      .Field("names");
}

absl::Status CheckDatesOfBirth(const google::protobuf::RepeatedPtrField<std::string>& dates,
                               int max, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckCount(dates.size(), max, "dates_of_birth"));
  for (int i = 0; i < dates.size(); ++i) {
    const std::string field = At("dates_of_birth", i);
    PROBITY_ASSIGN_OR_RETURN(const PartialDate date, CheckPartialDate(dates[i], field));
    const int16_t years_end = date.form == PartialDate::Form::kYears ? date.last_year : date.year;
    if (FirstDay(date) > DayOf(now) || years_end > DayOf(now).year()) {
      return InvalidArgument("the date is in the future")
          .Reason(v1::ERROR_REASON_INVALID_DATE)
          .Field(field);
    }
    // A range is as old as its beginning: one that nobody can be of says nothing.
    if (date.year < DayOf(now).year() - kOldestAge) {
      return InvalidArgument("nobody is as old as that")
          .Reason(v1::ERROR_REASON_INVALID_DATE)
          .Field(field);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNationalities(const google::protobuf::RepeatedPtrField<std::string>& states,
                                int max, const Codes& codes) {
  PROBITY_RETURN_IF_ERROR(CheckCount(states.size(), max, "nationalities"));
  for (int i = 0; i < states.size(); ++i) {
    PROBITY_RETURN_IF_ERROR(codes.MemberState(states[i], At("nationalities", i)).status());
  }
  return absl::OkStatus();
}

absl::Status CheckIdentifiers(const google::protobuf::RepeatedPtrField<v1::Identifier>& identifiers,
                              int max, const Codes& codes) {
  PROBITY_RETURN_IF_ERROR(CheckCount(identifiers.size(), max, "identifiers"));
  for (int i = 0; i < identifiers.size(); ++i) {
    PROBITY_RETURN_IF_ERROR(AtField(At("identifiers", i), CheckIdentifier(identifiers[i], codes)));
  }
  return absl::OkStatus();
}

absl::Status CheckGender(v1::Gender gender) {
  return v1::Gender_IsValid(gender) ? absl::OkStatus() : WrongEnum("gender");
}

}  // namespace probity::core
