#include "services/cases/effects.h"

#include "proto/support/timestamp.h"

namespace probity::cases {
namespace {

void NoteNewInformation(const Step& step, v1::Allegation& allegation) {
  if (step.new_information.empty()) return;
  v1::Reopening& reopening = *allegation.add_reopenings();
  reopening.set_new_information(step.new_information);
  *reopening.mutable_reopened_time() = ToTimestamp(step.now);
}

}  // namespace

void Apply(const Step& step, v1::Allegation::State to, v1::Allegation& allegation) {
  allegation.set_state(to);
  allegation.clear_proposal();
  switch (step.verb) {
    case Verb::kReopen:
      allegation.clear_closure();
      return NoteNewInformation(step, allegation);
    case Verb::kAssess:
      return NoteNewInformation(step, allegation);
    case Verb::kRegister:
      allegation.set_serious(allegation.serious() || step.serious);
      return;
    case Verb::kRefer:
    case Verb::kReferForAction:
      *allegation.mutable_referral() = step.referral;
      return;
    // An investigation that was concluded before the allegation was reopened is not this one.
    case Verb::kOpenInvestigation:
      *allegation.mutable_investigation() = step.investigation;
      return;
    case Verb::kConcludeInvestigation:
      allegation.mutable_investigation()->MergeFrom(step.investigation);
      return;
    case Verb::kRecordFinding:
      *allegation.mutable_finding() = step.finding;
      return;
    // Of an allegation that was reopened the earlier actions stand until these replace them.
    case Verb::kRecordAction:
      *allegation.mutable_actions() = {step.actions.begin(), step.actions.end()};
      return;
    case Verb::kClose:
      *allegation.mutable_closure() = step.closure;
      return;
    case Verb::kReceive:
    case Verb::kRecordSeparation:
    case Verb::kRecordLimitedInfo:
    case Verb::kRecordOnly:
    case Verb::kDismiss:
    case Verb::kMarkDuplicate:
    case Verb::kUnmergeDuplicate:
    case Verb::kAppointNio:
    case Verb::kManage:
    case Verb::kReferBack:
    case Verb::kDiscontinue:
    case Verb::kEndInvestigation:
    case Verb::kAcknowledge:
    case Verb::kCloseWithoutFinding:
    case Verb::kSetAside:
      return;
  }
}

}  // namespace probity::cases
