#include "services/cases/selectors.h"

#include "absl/strings/match.h"

namespace probity::cases {
namespace {

absl::string_view BodyOf(const Facts& facts) {
  switch (facts.step.referral.to()) {
    case v1::OIOS:
      return "OIOS";
    case v1::MISSION_SIU:
    case v1::MILITARY_POLICE:
    case v1::UNPOL:
    case v1::ADHOC_PANEL:
    case v1::RESPONSIBLE_OFFICIAL:
      return "MISSION";
    case v1::CONTINGENT_COMMANDER:
      return "COMMANDER";
    case v1::BODY_MEMBER_STATE:
      return "STATE";
    default:
      return "ELSEWHERE";
  }
}

// proto/GLOSSARY.md, Persons. Government-provided personnel are experts on mission without a
// uniform.
absl::string_view RegimeOf(const Facts& facts) {
  if (facts.category.national_jurisdiction()) return "NATIONAL";
  if (facts.category.uniformed() || absl::StartsWith(facts.category.code(), "GPP_")) {
    return "EXPERT";
  }
  return "OWN";
}

absl::string_view InvestigatorOf(const Facts& facts) {
  return facts.allegation.investigation().entity() == v1::BODY_MEMBER_STATE ? "STATE"
                                                                            : "ORGANISATION";
}

absl::string_view OutcomeOf(const Facts& facts) {
  switch (facts.step.finding.outcome()) {
    case v1::Finding::OUTCOME_SUBSTANTIATED:
      return "SUBSTANTIATED";
    case v1::Finding::OUTCOME_UNSUBSTANTIATED:
      return "UNSUBSTANTIATED";
    case v1::Finding::CLOSED_INSUFFICIENT_INFORMATION:
    case v1::Finding::CLOSED_NOT_MISCONDUCT:
    case v1::Finding::CLOSED_WITHDRAWN:
    case v1::Finding::CLOSED_SUBJECT_UNIDENTIFIABLE:
    case v1::Finding::CLOSED_SUBJECT_DECEASED:
    case v1::Finding::CLOSED_NO_JURISDICTION:
    case v1::Finding::CLOSED_FOR_ANOTHER_REASON:
      return "CLOSED";
    default:
      return "NONE";
  }
}

absl::string_view SeverityOf(const Facts& facts) {
  return facts.allegation.serious() ? "SERIOUS" : "MINOR";
}

constexpr absl::string_view kBodies[] = {"OIOS", "MISSION", "COMMANDER", "STATE", "ELSEWHERE"};
constexpr absl::string_view kRegimes[] = {"NATIONAL", "EXPERT", "OWN"};
constexpr absl::string_view kInvestigators[] = {"STATE", "ORGANISATION"};
constexpr absl::string_view kOutcomes[] = {"SUBSTANTIATED", "UNSUBSTANTIATED", "CLOSED", "NONE"};
constexpr absl::string_view kSeverities[] = {"SERIOUS", "MINOR"};

constexpr Selector kSelectors[] = {
    {"body", kBodies, BodyOf},
    {"regime", kRegimes, RegimeOf},
    {"investigator", kInvestigators, InvestigatorOf},
    {"outcome", kOutcomes, OutcomeOf},
    {"severity", kSeverities, SeverityOf},
};

}  // namespace

absl::Span<const Selector> AllSelectors() { return kSelectors; }

}  // namespace probity::cases
