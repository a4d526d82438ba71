#include "services/cases/step_requests.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"

namespace probity::cases {
namespace {

using core::CheckEnum;
using core::CheckPastDay;
using core::CheckText;
using X = v1::Action;

constexpr int kMostActions = 20;
constexpr core::TextRules kNote = {.max = 2'000, .lines = true};
constexpr core::TextRules kReference = {.max = 100, .needs_alnum = true};

absl::Status CheckBody(v1::Body body, absl::string_view field) {
  return CheckEnum(body, v1::Body_IsValid(body), field);
}

absl::Status Wrong(absl::string_view message, v1::ErrorReason reason, absl::string_view field) {
  return InvalidArgument(message).Reason(reason).Field(field);
}

bool IsNational(X::ActionKind kind) {
  return kind >= X::NATIONAL_JAIL && kind <= X::NATIONAL_NOT_REPORTED;
}

absl::Status CheckAction(const X& action, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(
      CheckEnum(action.imposed_by(), X::ImposedBy_IsValid(action.imposed_by()), "imposed_by"));
  PROBITY_RETURN_IF_ERROR(CheckEnum(action.kind(), X::ActionKind_IsValid(action.kind()), "kind"));
  const bool by_state = action.imposed_by() == X::IMPOSED_BY_MEMBER_STATE;
  if (action.kind() != X::NO_ACTION && IsNational(action.kind()) != by_state) {
    return Wrong("States take national action, and nobody else does",
                 v1::ERROR_REASON_INVALID_FIELD, "kind");
  }
  if (!X::Bar_IsValid(action.bar())) {
    return Wrong("this is none of the values", v1::ERROR_REASON_INVALID_FIELD, "bar");
  }
  PROBITY_RETURN_IF_ERROR(CheckPastDay(action.effective_on(), now, "effective_on").status());
  if (!action.ends_on().empty()) {
    PROBITY_RETURN_IF_ERROR(core::CheckDay(action.ends_on(), "ends_on").status());
    PROBITY_RETURN_IF_ERROR(
        core::CheckPeriod(action.effective_on(), "effective_on", action.ends_on(), "ends_on"));
  }
  PROBITY_RETURN_IF_ERROR(CheckText(action.reason(), kNote, "reason"));
  if (action.kind() == X::NO_ACTION && action.reason().empty()) {
    return Wrong("that there was no action needs its reason", v1::ERROR_REASON_MISSING_FIELD,
                 "reason");
  }
  return absl::OkStatus();
}

Step Doing(Verb verb, absl::Time now) {
  Step step;
  step.verb = verb;
  step.now = now;
  return step;
}

}  // namespace

absl::StatusOr<Step> StepOf(const v1::AssessAllegationRequest& request, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckText(request.new_information(), kNote, "new_information"));
  Step step = Doing(Verb::kAssess, now);
  step.duplicates_searched = request.duplicates_searched();
  step.new_information = request.new_information();
  return step;
}

absl::StatusOr<Step> StepOf(const v1::RegisterAllegationRequest& request, absl::Time now) {
  Step step = Doing(Verb::kRegister, now);
  step.would_breach_standards = request.would_breach_standards();
  step.victim_identifiable = request.victim_identifiable();
  step.serious = request.serious();
  return step;
}

absl::StatusOr<Step> StepOf(const v1::ReferAllegationRequest& request, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckBody(request.referral().to(), "referral.to"));
  PROBITY_RETURN_IF_ERROR(
      CheckPastDay(request.referral().sent_on(), now, "referral.sent_on").status());
  Step step = Doing(Verb::kRefer, now);
  step.referral = request.referral();
  return step;
}

absl::StatusOr<Step> StepOf(const v1::OpenInvestigationRequest& request, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckBody(request.entity(), "entity"));
  PROBITY_RETURN_IF_ERROR(CheckPastDay(request.opened_on(), now, "opened_on").status());
  Step step = Doing(Verb::kOpenInvestigation, now);
  step.investigation.set_entity(request.entity());
  step.investigation.set_opened_on(request.opened_on());
  return step;
}

absl::StatusOr<Step> StepOf(const v1::ConcludeInvestigationRequest& request, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckPastDay(request.concluded_on(), now, "concluded_on").status());
  PROBITY_RETURN_IF_ERROR(CheckText(request.report_reference(), kReference, "report_reference"));
  Step step = Doing(Verb::kConcludeInvestigation, now);
  step.investigation.set_concluded_on(request.concluded_on());
  step.investigation.set_report_reference(request.report_reference());
  return step;
}

absl::StatusOr<Step> StepOf(const v1::RecordFindingRequest& request, absl::Time now) {
  const v1::Finding& finding = request.finding();
  PROBITY_RETURN_IF_ERROR(CheckEnum(
      finding.outcome(), v1::Finding::Outcome_IsValid(finding.outcome()), "finding.outcome"));
  PROBITY_RETURN_IF_ERROR(CheckPastDay(finding.found_on(), now, "finding.found_on").status());
  Step step = Doing(Verb::kRecordFinding, now);
  step.finding = finding;
  return step;
}

absl::StatusOr<Step> StepOf(const v1::ReferForActionRequest& request, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckBody(request.to(), "to"));
  PROBITY_RETURN_IF_ERROR(CheckPastDay(request.sent_on(), now, "sent_on").status());
  Step step = Doing(Verb::kReferForAction, now);
  step.referral.set_to(request.to());
  step.referral.set_sent_on(request.sent_on());
  return step;
}

absl::StatusOr<Step> StepOf(const v1::RecordActionRequest& request, absl::Time now) {
  if (request.actions().empty()) {
    return Wrong("an action is needed, or that there was none", v1::ERROR_REASON_MISSING_FIELD,
                 "actions");
  }
  if (request.actions_size() > kMostActions) {
    return Wrong("there are too many", v1::ERROR_REASON_TOO_MANY, "actions");
  }
  Step step = Doing(Verb::kRecordAction, now);
  for (int i = 0; i < request.actions_size(); ++i) {
    PROBITY_RETURN_IF_ERROR(
        AtField(absl::StrCat("actions[", i, "]"), CheckAction(request.actions(i), now)));
    step.actions.push_back(request.actions(i));
  }
  return step;
}

absl::StatusOr<Step> StepOf(const v1::CloseAllegationRequest& request, absl::Time now) {
  const v1::Closure& closure = request.closure();
  PROBITY_RETURN_IF_ERROR(CheckText(closure.why_impossible(), kNote, "closure.why_impossible"));
  PROBITY_RETURN_IF_ERROR(CheckPastDay(closure.closed_on(), now, "closure.closed_on").status());
  Step step = Doing(Verb::kClose, now);
  step.closure = closure;
  return step;
}

absl::StatusOr<Step> StepOf(const v1::ReopenAllegationRequest& request, absl::Time now) {
  constexpr core::TextRules kNeeded = {.min = 1, .max = 2'000, .lines = true};
  PROBITY_RETURN_IF_ERROR(CheckText(request.new_information(), kNeeded, "new_information"));
  Step step = Doing(Verb::kReopen, now);
  step.new_information = request.new_information();
  return step;
}

std::string ContentOf(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> content(request.New());
  content->CopyFrom(request);
  for (const char* field : {"etag", "request_id", "validate_only"}) {
    content->GetReflection()->ClearField(content.get(),
                                         content->GetDescriptor()->FindFieldByName(field));
  }
  return absl::StrCat(request.GetDescriptor()->full_name(), "\n", Deterministic(*content));
}

}  // namespace probity::cases
