// What can be done to an allegation, as the life cycle's table names it.
#ifndef PROBITY_SERVICES_CASES_VERB_H_
#define PROBITY_SERVICES_CASES_VERB_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace probity::cases {

// The first eleven, and kRecordSeparation, are done by this server; the others stand in the table
// and are offered with casework.
enum class Verb {
  kReceive,
  kAssess,
  kRegister,
  kRefer,
  kOpenInvestigation,
  kConcludeInvestigation,
  kRecordFinding,
  kReferForAction,
  kRecordAction,
  kClose,
  kReopen,
  kRecordSeparation,
  kRecordLimitedInfo,
  kRecordOnly,
  kDismiss,
  kMarkDuplicate,
  kUnmergeDuplicate,
  kAppointNio,
  kManage,
  kReferBack,
  kDiscontinue,
  kEndInvestigation,
  kAcknowledge,
  kCloseWithoutFinding,
  kSetAside,
};

// "RECORD_FINDING": stable; it is stored in proposals and told in errors.
absl::string_view VerbName(Verb verb);
std::optional<Verb> VerbOf(absl::string_view name);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_VERB_H_
