#include "services/cases/verb.h"

#include <utility>

namespace probity::cases {
namespace {

constexpr std::pair<Verb, absl::string_view> kVerbs[] = {
    {Verb::kReceive, "RECEIVE"},
    {Verb::kAssess, "ASSESS"},
    {Verb::kRegister, "REGISTER"},
    {Verb::kRefer, "REFER"},
    {Verb::kOpenInvestigation, "OPEN_INVESTIGATION"},
    {Verb::kConcludeInvestigation, "CONCLUDE_INVESTIGATION"},
    {Verb::kRecordFinding, "RECORD_FINDING"},
    {Verb::kReferForAction, "REFER_FOR_ACTION"},
    {Verb::kRecordAction, "RECORD_ACTION"},
    {Verb::kClose, "CLOSE"},
    {Verb::kReopen, "REOPEN"},
    {Verb::kRecordSeparation, "RECORD_SEPARATION"},
    {Verb::kRecordLimitedInfo, "RECORD_LIMITED_INFO"},
    {Verb::kRecordOnly, "RECORD_ONLY"},
    {Verb::kDismiss, "DISMISS"},
    {Verb::kMarkDuplicate, "MARK_DUPLICATE"},
    {Verb::kUnmergeDuplicate, "UNMERGE_DUPLICATE"},
    {Verb::kAppointNio, "APPOINT_NIO"},
    {Verb::kManage, "MANAGE"},
    {Verb::kReferBack, "REFER_BACK"},
    {Verb::kDiscontinue, "DISCONTINUE"},
    {Verb::kEndInvestigation, "END_INVESTIGATION"},
    {Verb::kAcknowledge, "ACKNOWLEDGE"},
    {Verb::kCloseWithoutFinding, "CLOSE_WITHOUT_FINDING"},
    {Verb::kSetAside, "SET_ASIDE"},
};

}  // namespace

absl::string_view VerbName(Verb verb) {
  for (const auto& [known, name] : kVerbs) {
    if (known == verb) return name;
  }
  return "";
}

std::optional<Verb> VerbOf(absl::string_view name) {
  for (const auto& [verb, known] : kVerbs) {
    if (known == name) return verb;
  }
  return std::nullopt;
}

}  // namespace probity::cases
