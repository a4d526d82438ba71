#include "services/screening/conversions.h"

#include <string>

#include "services/core/partial_date.h"

namespace probity::screening {
namespace {

using core::PartialDate;

matching::NameKind ToKind(v1::PersonName::NameKind kind) {
  switch (kind) {
    case v1::PersonName::ALIAS:
    case v1::PersonName::NICKNAME:
      return matching::NameKind::kAlias;
    case v1::PersonName::LOW_QUALITY_ALIAS:
      return matching::NameKind::kWeakAlias;
    case v1::PersonName::AS_REPORTED:
      return matching::NameKind::kAsReported;
    default:
      return matching::NameKind::kPrimary;
  }
}

matching::Sex ToSex(v1::Gender gender) {
  switch (gender) {
    case v1::FEMALE:
      return matching::Sex::kFemale;
    case v1::MALE:
      return matching::Sex::kMale;
    case v1::OTHER_GENDER:
      return matching::Sex::kOther;
    default:
      return matching::Sex::kUnknown;
  }
}

matching::IdentifierType ToType(v1::Identifier::IdentifierType type) {
  switch (type) {
    case v1::Identifier::UN_INDEX_NUMBER:
      return matching::IdentifierType::kUnIndexNumber;
    case v1::Identifier::PASSPORT:
      return matching::IdentifierType::kPassport;
    case v1::Identifier::NATIONAL_ID:
      return matching::IdentifierType::kNationalId;
    case v1::Identifier::MILITARY_SERVICE_NO:
      return matching::IdentifierType::kMilitaryServiceNumber;
    case v1::Identifier::POLICE_SERVICE_NO:
      return matching::IdentifierType::kPoliceServiceNumber;
    case v1::Identifier::UNV_ROSTER_NO:
      return matching::IdentifierType::kUnvRosterNumber;
    case v1::Identifier::MISSION_ID_CARD:
      return matching::IdentifierType::kMissionIdCard;
    case v1::Identifier::CLEARCHECK_ID:
      return matching::IdentifierType::kClearCheckId;
    case v1::Identifier::EMAIL:
      return matching::IdentifierType::kEmail;
    default:
      return matching::IdentifierType::kOther;
  }
}

matching::BirthDate ToBirthDate(const PartialDate& date) {
  matching::BirthDate birth;
  birth.year = date.year;
  birth.month = date.month;
  birth.day = date.day;
  birth.year_to = date.last_year;
  birth.approximate = date.form == PartialDate::Form::kAboutYear;
  return birth;
}

// Candidates, persons and external records have these fields under the same names.
template <typename Message>
matching::Identity Convert(const Message& message) {
  matching::Identity identity;
  identity.names.reserve(message.names_size());
  for (const v1::PersonName& name : message.names()) {
    identity.names.push_back({.full = name.full(),
                              .given = name.given(),
                              .patronymic = name.patronymic(),
                              .family = name.family(),
                              .kind = ToKind(name.kind())});
  }
  for (const std::string& text : message.dates_of_birth()) {
    const absl::StatusOr<PartialDate> date = core::ParsePartialDate(text);
    if (date.ok()) identity.births.push_back(ToBirthDate(*date));
  }
  identity.sex = ToSex(message.gender());
  identity.nationalities.assign(message.nationalities().begin(), message.nationalities().end());
  identity.identifiers.reserve(message.identifiers_size());
  for (const v1::Identifier& identifier : message.identifiers()) {
    identity.identifiers.push_back({.type = ToType(identifier.type()),
                                    .issuer = identifier.issuer(),
                                    .value = identifier.value()});
  }
  return identity;
}

absl::string_view Sentence(matching::Need need) {
  switch (need) {
    case matching::Need::kNothing:
      return "";
    case matching::Need::kFullBirthDate:
      return "A full date of birth on both sides would decide.";
    case matching::Need::kIdentifier:
      return "An identifier of a type that the record has would decide.";
    case matching::Need::kHuman:
      return "An identifier is equal, but name or date of birth is not: a fault in the data, or "
             "two "
             "persons.";
  }
  return "";
}

// A day that was checked when it was recorded.
std::optional<absl::CivilDay> ToDay(const std::string& text) {
  const absl::StatusOr<PartialDate> date = core::ParsePartialDate(text);
  if (!date.ok()) return std::nullopt;
  return core::LastDay(*date);
}

}  // namespace

matching::Identity ToIdentity(const v1::Candidate& candidate) { return Convert(candidate); }
matching::Identity ToIdentity(const v1::Person& person) { return Convert(person); }
matching::Identity ToIdentity(const v1::ExternalRecord& record) { return Convert(record); }

v1::Match::Band ToBand(matching::Band band) {
  switch (band) {
    case matching::Band::kNone:
      return v1::Match::BAND_UNSPECIFIED;
    case matching::Band::kPossible:
      return v1::Match::POSSIBLE;
    case matching::Band::kProbable:
      return v1::Match::PROBABLE;
    case matching::Band::kStrong:
      return v1::Match::STRONG;
    case matching::Band::kExactId:
      return v1::Match::EXACT_ID;
  }
  return v1::Match::BAND_UNSPECIFIED;
}

v1::Evidence ToEvidence(const matching::Evidence& evidence) {
  v1::Evidence message;
  for (const matching::Line& line : evidence.lines) {
    v1::EvidenceLine& added = *message.add_lines();
    added.set_field(std::string(matching::Code(line.field)));
    added.set_candidate_value(line.candidate);
    added.set_record_value(line.record);
    added.set_level(std::string(matching::Code(line.level)));
    added.set_millibits(line.bits);
  }
  message.set_total_millibits(evidence.total);
  message.set_what_would_decide(std::string(Sentence(evidence.need)));
  return message;
}

RecordFact ToFact(const v1::ScreeningRecord& record) {
  RecordFact fact;
  fact.record_class = record.record_class();
  fact.family = record.family();
  fact.serious = record.serious();
  fact.bar_scope = record.bar_scope();
  fact.status = record.status();
  fact.expires_on = ToDay(record.expires_on());
  fact.deferment_ends_on = ToDay(record.deferment_ends_on());
  fact.effective_from = record.effective_from();
  fact.owner = record.owner();
  return fact;
}

RecordFact ToFact(const v1::ExternalRecord& record) {
  RecordFact fact;
  fact.record_class = v1::ScreeningRecord::X_EXTERNAL;
  fact.status = record.status() == v1::ExternalRecord::DELISTED ? v1::ScreeningRecord::EXPIRED
                                                                : v1::ScreeningRecord::ACTIVE;
  fact.effective_from = record.listed_on();
  fact.source = record.source();
  return fact;
}

}  // namespace probity::screening
