#include "services/registry/registry_rules.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "proto/support/error.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"

namespace probity::registry {
namespace {

constexpr size_t kMaxMissionCode = 16;
constexpr size_t kMaxOrganisationCode = 27;  // A year and a hyphen make a name of its facts.
constexpr int kFirstYear = 1945;
constexpr int kMostPersonnel = 100'000'000;
constexpr int kMostRows = 50;
constexpr core::TextRules kTitle = {.min = 1, .max = 200, .needs_letter = true};
constexpr core::TextRules kNote = {.max = 1000};

absl::Status Wrong(absl::string_view message, v1::ErrorReason reason, absl::string_view field) {
  return InvalidArgument(message).Reason(reason).Field(field);
}

absl::Status CheckCodeName(absl::string_view collection, absl::string_view name, size_t max,
                           absl::string_view field) {
  if (name.empty()) return Wrong("a name is needed", v1::ERROR_REASON_MISSING_FIELD, field);
  const auto code = ParseCodeName(collection, name);
  if (!code.ok() || code->size() > max) {
    return Wrong("a resource name has the wrong form", v1::ERROR_REASON_INVALID_NAME, field);
  }
  return absl::OkStatus();
}

absl::Status CheckBetween(int value, int least, int most, absl::string_view field) {
  if (least <= value && value <= most) return absl::OkStatus();
  return Wrong("the number is out of range", v1::ERROR_REASON_INVALID_FIELD, field);
}

absl::Status CheckNotes(const google::protobuf::RepeatedPtrField<std::string>& notes,
                        absl::string_view field) {
  if (notes.size() > kMostRows) {
    return Wrong("there are too many", v1::ERROR_REASON_TOO_MANY, field);
  }
  for (int i = 0; i < notes.size(); ++i) {
    PROBITY_RETURN_IF_ERROR(
        core::CheckText(notes[i], {.min = 1, .max = kNote.max}, absl::StrCat(field, "[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status CheckPolicies(const v1::OrganisationFacts& facts) {
  if (facts.prevention_policies_size() > kMostRows) {
    return Wrong("there are too many", v1::ERROR_REASON_TOO_MANY, "prevention_policies");
  }
  for (int i = 0; i < facts.prevention_policies_size(); ++i) {
    const auto& policy = facts.prevention_policies(i);
    const std::string at = absl::StrCat("prevention_policies[", i, "]");
    PROBITY_RETURN_IF_ERROR(AtField(at, core::CheckText(policy.title(), kTitle, "title")));
    PROBITY_RETURN_IF_ERROR(AtField(at, core::CheckText(policy.dated(), {.max = 100}, "dated")));
  }
  return absl::OkStatus();
}

absl::Status CheckTraining(const v1::OrganisationFacts& facts) {
  for (int i = 0; i < facts.training_modes_size(); ++i) {
    const int mode = facts.training_modes(i);
    PROBITY_RETURN_IF_ERROR(core::CheckEnum(mode, v1::OrganisationFacts::TrainingMode_IsValid(mode),
                                            absl::StrCat("training_modes[", i, "]")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMission(const v1::Mission& mission, const core::Codes& codes) {
  PROBITY_RETURN_IF_ERROR(CheckCodeName("missions", mission.name(), kMaxMissionCode, "name"));
  PROBITY_RETURN_IF_ERROR(core::CheckText(mission.title(), kTitle, "title"));
  PROBITY_RETURN_IF_ERROR(core::CheckText(mission.country(), kTitle, "country"));
  if (!mission.country_code().empty()) {
    PROBITY_RETURN_IF_ERROR(codes.MemberState(mission.country_code(), "country_code").status());
  }
  PROBITY_RETURN_IF_ERROR(core::CheckEnum(mission.mission_kind(),
                                          v1::Mission::MissionKind_IsValid(mission.mission_kind()),
                                          "mission_kind"));
  return core::CheckPeriod(mission.active_from(), "active_from", mission.active_to(), "active_to");
}

absl::Status CheckOrganisation(const v1::Organisation& organisation) {
  PROBITY_RETURN_IF_ERROR(
      CheckCodeName("organisations", organisation.name(), kMaxOrganisationCode, "name"));
  PROBITY_RETURN_IF_ERROR(core::CheckText(organisation.title(), kTitle, "title"));
  const int kind = organisation.organisation_kind();
  PROBITY_RETURN_IF_ERROR(
      core::CheckEnum(kind, v1::Organisation::OrganisationKind_IsValid(kind), "organisation_kind"));
  const int regime = organisation.reporting_regime();
  PROBITY_RETURN_IF_ERROR(core::CheckEnum(regime, v1::Organisation::ReportingRegime_IsValid(regime),
                                          "reporting_regime"));
  if (organisation.parent().empty()) return absl::OkStatus();
  return CheckCodeName("organisations", organisation.parent(), kMaxOrganisationCode, "parent");
}

absl::Status CheckFacts(const v1::OrganisationFacts& facts, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(
      CheckCodeName("organisations", facts.organisation(), kMaxOrganisationCode, "organisation"));
  const int this_year = static_cast<int>(core::DayOf(now).year());
  PROBITY_RETURN_IF_ERROR(CheckBetween(facts.year(), kFirstYear, this_year, "year"));
  PROBITY_RETURN_IF_ERROR(
      CheckBetween(facts.personnel_total(), 0, kMostPersonnel, "personnel_total"));
  PROBITY_RETURN_IF_ERROR(CheckBetween(facts.missions_total(), 0, 10'000, "missions_total"));
  if (!facts.personnel_as_of().empty()) {
    PROBITY_RETURN_IF_ERROR(
        core::CheckPartialDate(facts.personnel_as_of(), "personnel_as_of").status());
  }
  PROBITY_RETURN_IF_ERROR(CheckPolicies(facts));
  PROBITY_RETURN_IF_ERROR(core::CheckText(facts.lead_office(), kNote, "lead_office"));
  PROBITY_RETURN_IF_ERROR(CheckTraining(facts));
  PROBITY_RETURN_IF_ERROR(CheckNotes(facts.new_initiatives(), "new_initiatives"));
  PROBITY_RETURN_IF_ERROR(CheckNotes(facts.links(), "links"));
  const int reported = facts.reporting_return();
  PROBITY_RETURN_IF_ERROR(core::CheckEnum(
      reported, v1::OrganisationFacts::ReportingReturn_IsValid(reported), "reporting_return"));
  core::TextRules signature = {.max = 200, .needs_letter = true};
  if (reported == v1::OrganisationFacts::NIL) signature.min = 1;
  PROBITY_RETURN_IF_ERROR(core::CheckText(facts.return_signed_by(), signature, "return_signed_by"));
  return core::CheckText(facts.source(), kNote, "source");
}

absl::StatusOr<std::string> FactsName(const v1::OrganisationFacts& facts) {
  PROBITY_ASSIGN_OR_RETURN(const absl::string_view code,
                           ParseCodeName("organisations", facts.organisation()));
  return absl::StrCat("organisationFacts/", code, "-", facts.year());
}

}  // namespace probity::registry
