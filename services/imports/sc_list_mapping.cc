#include "services/imports/sc_list_mapping.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "services/core/partial_date.h"

namespace probity::imports {
namespace {

void AddName(v1::ExternalRecord& record, const std::string& full, v1::PersonName::NameKind kind) {
  if (full.empty()) return;
  v1::PersonName& name = *record.add_names();
  name.set_full(full);
  name.set_kind(kind);
}

void AddBirth(v1::ExternalRecord& record, const std::optional<core::PartialDate>& date) {
  if (!date.has_value()) return;
  const std::string text = core::FormatPartialDate(*date);
  const auto& known = record.dates_of_birth();
  if (std::find(known.begin(), known.end(), text) == known.end()) record.add_dates_of_birth(text);
}

// The list names types in several languages; a passport says so in all of them.
v1::Identifier::IdentifierType TypeOf(absl::string_view type) {
  const std::string lower = absl::AsciiStrToLower(type);
  if (absl::StrContains(lower, "passport")) return v1::Identifier::PASSPORT;
  if (absl::StrContains(lower, "national identification")) return v1::Identifier::NATIONAL_ID;
  return v1::Identifier::OTHER_IDENTIFIER;
}

v1::Gender GenderOf(absl::string_view gender) {
  if (absl::EqualsIgnoreCase(gender, "male")) return v1::MALE;
  if (absl::EqualsIgnoreCase(gender, "female")) return v1::FEMALE;
  return v1::UNKNOWN_GENDER;
}

}  // namespace

StateNames::StateNames(const core::Codes& codes) {
  for (const v1::MemberState& state : codes.member_states()) {
    code_by_name_.emplace(absl::AsciiStrToLower(state.title()), state.code());
    for (const std::string& alias : state.aliases()) {
      code_by_name_.emplace(absl::AsciiStrToLower(alias), state.code());
    }
  }
}

absl::string_view StateNames::CodeOf(absl::string_view name) const {
  const auto found = code_by_name_.find(absl::AsciiStrToLower(name));
  return found == code_by_name_.end() ? absl::string_view() : absl::string_view(found->second);
}

v1::ExternalRecord RecordOf(const ScIndividual& individual, const StateNames& states) {
  v1::ExternalRecord record;
  record.set_source(std::string(kSecurityCouncil));
  record.set_source_id(individual.data_id);
  record.set_source_reference(individual.reference_number);
  record.set_status(v1::ExternalRecord::LISTED);
  record.set_listed_on(individual.listed_on);
  AddName(record, absl::StrJoin(individual.names, " "), v1::PersonName::PASSPORT);
  AddName(record, individual.name_original_script, v1::PersonName::PASSPORT);
  for (const ScAlias& alias : individual.aliases) {
    AddName(record, alias.name,
            alias.quality == ScAliasQuality::kLow ? v1::PersonName::LOW_QUALITY_ALIAS
                                                  : v1::PersonName::ALIAS);
    AddBirth(record, alias.date_of_birth);
  }
  for (const ScBirth& birth : individual.births) AddBirth(record, birth.date);
  record.set_gender(GenderOf(individual.gender));
  for (const std::string& nationality : individual.nationalities) {
    const absl::string_view code = states.CodeOf(nationality);
    if (!code.empty()) record.add_nationalities(std::string(code));
  }
  for (const ScDocument& document : individual.documents) {
    if (document.number.empty()) continue;
    v1::Identifier& identifier = *record.add_identifiers();
    identifier.set_type(TypeOf(document.type));
    identifier.set_value(document.number);
    identifier.set_issuer(std::string(states.CodeOf(document.issuing_country)));
  }
  record.set_designation(absl::StrJoin(individual.designations, "; "));
  return record;
}

}  // namespace probity::imports
