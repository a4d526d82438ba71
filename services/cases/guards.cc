#include "services/cases/guards.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/request_rules.h"

namespace probity::cases {
namespace {

absl::Status Met(bool met, absl::string_view message, absl::string_view field = "") {
  if (met) return absl::OkStatus();
  ErrorBuilder error = FailedPrecondition(message).Reason(v1::ERROR_REASON_GUARD_NOT_MET);
  if (!field.empty()) error.Field(field);
  return error;
}

absl::Status ChannelKnown(const Facts& facts) {
  return Met(facts.report.channel() != v1::CHANNEL_UNSPECIFIED, "a report has a channel",
             "report.channel");
}

absl::Status ReceiptKnown(const Facts& facts) {
  return Met(facts.report.has_became_aware_time(),
             "a report says when the organisation became aware", "report.became_aware_time");
}

absl::Status DuplicatesSearched(const Facts& facts) {
  return Met(facts.step.duplicates_searched, "the search for duplicates comes before assessment",
             "duplicates_searched");
}

absl::Status NewInformation(const Facts& facts) {
  return Met(!facts.step.new_information.empty(), "new information is needed", "new_information");
}

absl::Status WouldBreachStandards(const Facts& facts) {
  return Met(facts.step.would_breach_standards,
             "only acts that, if true, would breach the standards of conduct are registered",
             "would_breach_standards");
}

// What counts as an allegation: possible SEA with an identifiable victim or perpetrator (the UN
// page "Data on allegations: UN system-wide"); other misconduct with a known subject or unit is
// ours.
absl::Status ThresholdMet(const Facts& facts) {
  const bool subject_known = !facts.allegation.person().empty();
  if (facts.type.family() == v1::MisconductType::SEA) {
    return Met(facts.step.victim_identifiable || subject_known,
               "sexual exploitation and abuse needs an identifiable victim or perpetrator",
               "victim_identifiable");
  }
  return Met(subject_known || !facts.allegation.placeholder().unit().empty(),
             "an identifiable subject or unit is needed");
}

absl::Status Serious(const Facts& facts) {
  return Met(facts.allegation.serious(), "this way is for serious misconduct");
}

absl::Status NotSerious(const Facts& facts) {
  return Met(!facts.allegation.serious(), "this way is not for serious misconduct");
}

// An allegation that is registered and was referred to OIOS has come back from there.
absl::Status NotSeriousOrReferredBack(const Facts& facts) {
  return Met(!facts.allegation.serious() || facts.allegation.referral().to() == v1::OIOS,
             "serious misconduct goes to OIOS first", "referral.to");
}

absl::Status NotSeaShThb(const Facts& facts) {
  return Met(!IsSeaShOrTrafficking(facts.type),
             "sexual misconduct and trafficking are not dealt with by managerial action");
}

absl::Status NationalJurisdiction(const Facts& facts) {
  return Met(facts.category.national_jurisdiction(),
             "this way is for members of national contingents", "referral.to");
}

absl::Status NotExclusivelyNational(const Facts& facts) {
  return Met(!facts.category.national_jurisdiction(),
             "the sending State has jurisdiction: it is notified first", "referral.to");
}

absl::Status InvestigationDated(const Facts& facts) {
  const v1::Investigation& investigation = facts.step.investigation;
  return Met(investigation.entity() != v1::BODY_UNSPECIFIED && !investigation.opened_on().empty(),
             "an investigation has an entity and a first day", "entity");
}

absl::Status ReportReferenced(const Facts& facts) {
  return Met(!facts.step.investigation.report_reference().empty(),
             "a concluded investigation has a report", "report_reference");
}

// Full dates compare as their spelling does.
absl::Status InOrder(absl::string_view earlier, absl::string_view later, absl::string_view field) {
  if (earlier <= later) return absl::OkStatus();
  return InvalidArgument("the day lies before the step that it follows")
      .Reason(v1::ERROR_REASON_INVALID_DATE)
      .Field(field);
}

// The day of receipt may be one ahead of UTC where the report came in.
absl::Status ReferredInOrder(const Facts& facts) {
  const absl::CivilDay received = core::DayOf(TimeOf(facts.report.became_aware_time())) - 1;
  return InOrder(absl::FormatCivilTime(received), facts.step.referral.sent_on(),
                 "referral.sent_on");
}

absl::Status OpenedInOrder(const Facts& facts) {
  return InOrder(facts.allegation.referral().sent_on(), facts.step.investigation.opened_on(),
                 "opened_on");
}

absl::Status ConcludedInOrder(const Facts& facts) {
  return InOrder(facts.allegation.investigation().opened_on(),
                 facts.step.investigation.concluded_on(), "concluded_on");
}

absl::Status FoundInOrder(const Facts& facts) {
  return InOrder(facts.allegation.investigation().concluded_on(), facts.step.finding.found_on(),
                 "finding.found_on");
}

absl::Status SentForActionInOrder(const Facts& facts) {
  return InOrder(facts.allegation.finding().found_on(), facts.step.referral.sent_on(), "sent_on");
}

absl::Status ClosedInOrder(const Facts& facts) {
  return InOrder(facts.allegation.finding().found_on(), facts.step.closure.closed_on(),
                 "closure.closed_on");
}

absl::Status InvestigationConcluded(const Facts& facts) {
  if (!facts.allegation.investigation().concluded_on().empty()) return absl::OkStatus();
  return FailedPrecondition("a finding needs a concluded investigation")
      .Reason(v1::ERROR_REASON_NO_CONCLUDED_INVESTIGATION)
      .Field("finding")
      .With("from", v1::Allegation::State_Name(facts.allegation.state()));
}

bool IsStates(const v1::Action& action) {
  return action.imposed_by() == v1::Action::IMPOSED_BY_MEMBER_STATE;
}

absl::Status OrganisationActed(const Facts& facts) {
  return Met(!std::all_of(facts.step.actions.begin(), facts.step.actions.end(), IsStates),
             "the organisation's own action is needed, or that there was none and why", "actions");
}

absl::Status StateActed(const Facts& facts) {
  return Met(!facts.category.uniformed() ||
                 std::any_of(facts.step.actions.begin(), facts.step.actions.end(), IsStates),
             "for uniformed personnel the State's action is needed, or that it was not reported",
             "actions");
}

absl::Status BarDecided(const Facts& facts) {
  for (size_t i = 0; i < facts.step.actions.size(); ++i) {
    const v1::Action& action = facts.step.actions[i];
    PROBITY_RETURN_IF_ERROR(Met(action.kind() != v1::Action::REPATRIATION_DISCIPLINARY ||
                                    action.bar() != v1::Action::BAR_UNSPECIFIED,
                                "repatriation on disciplinary grounds needs a decision on the bar",
                                absl::StrCat("actions[", i, "].bar")));
  }
  return absl::OkStatus();
}

// A State may have acted before anybody here has found anything.
absl::Status ActedInOrder(const Facts& facts) {
  for (size_t i = 0; i < facts.step.actions.size(); ++i) {
    const v1::Action& action = facts.step.actions[i];
    if (IsStates(action)) continue;
    PROBITY_RETURN_IF_ERROR(InOrder(facts.allegation.finding().found_on(), action.effective_on(),
                                    absl::StrCat("actions[", i, "].effective_on")));
  }
  return absl::OkStatus();
}

absl::Status PartiesInformed(const Facts& facts) {
  const v1::Closure& closure = facts.step.closure;
  return Met(
      (closure.reporter_informed() && closure.victim_informed() && closure.subject_informed()) ||
          !closure.why_impossible().empty(),
      "reporter, victim and subject are informed, or it is said why that is impossible",
      "closure.why_impossible");
}

absl::Status ComesWithCasework(const Facts& facts) {
  return FailedPrecondition("this server does not record yet what this step asks for")
      .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET)
      .With("from", v1::Allegation::State_Name(facts.allegation.state()))
      .With("verb", VerbName(facts.step.verb));
}

constexpr Guard kGuards[] = {
    {"channel_known", ChannelKnown},
    {"receipt_known", ReceiptKnown},
    {"duplicates_searched", DuplicatesSearched},
    {"new_information", NewInformation},
    {"would_breach_standards", WouldBreachStandards},
    {"threshold_met", ThresholdMet},
    {"serious", Serious},
    {"not_serious", NotSerious},
    {"not_serious_or_referred_back", NotSeriousOrReferredBack},
    {"not_sea_sh_thb", NotSeaShThb},
    {"national_jurisdiction", NationalJurisdiction},
    {"not_exclusively_national", NotExclusivelyNational},
    {"investigation_dated", InvestigationDated},
    {"report_referenced", ReportReferenced},
    {"referred_in_order", ReferredInOrder},
    {"opened_in_order", OpenedInOrder},
    {"concluded_in_order", ConcludedInOrder},
    {"found_in_order", FoundInOrder},
    {"sent_for_action_in_order", SentForActionInOrder},
    {"acted_in_order", ActedInOrder},
    {"closed_in_order", ClosedInOrder},
    {"investigation_concluded", InvestigationConcluded},
    {"organisation_acted", OrganisationActed},
    {"state_acted", StateActed},
    {"bar_decided", BarDecided},
    {"parties_informed", PartiesInformed},
    // Casework's.
    {"reason_code_given", ComesWithCasework},
    {"closing_reason_given", ComesWithCasework},
    {"duplicate_of_open_case", ComesWithCasework},
    {"unmerge_reason_given", ComesWithCasework},
    {"note_verbale_sent", ComesWithCasework},
    {"nio_named", ComesWithCasework},
    {"state_declined_or_overdue", ComesWithCasework},
    {"managerial_action_named", ComesWithCasework},
    {"response_recorded", ComesWithCasework},
    {"discontinuation_recorded", ComesWithCasework},
    {"acknowledgement_recorded", ComesWithCasework},
    {"ruling_recorded", ComesWithCasework},
};

}  // namespace

absl::Span<const Guard> AllGuards() { return kGuards; }

bool IsSeaOrTrafficking(const v1::MisconductType& type) {
  return type.family() == v1::MisconductType::SEA || type.family() == v1::MisconductType::THB;
}

bool IsSeaShOrTrafficking(const v1::MisconductType& type) {
  return IsSeaOrTrafficking(type) || type.family() == v1::MisconductType::SH;
}

}  // namespace probity::cases
