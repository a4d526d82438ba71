// The interpreter of lifecycle.table: the one place where it is decided whether a step may be
// taken. Immutable, so safe to share between threads. Pure: it knows neither store nor clock.
#ifndef PROBITY_SERVICES_CASES_LIFECYCLE_H_
#define PROBITY_SERVICES_CASES_LIFECYCLE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/cases/lifecycle_table.h"
#include "services/cases/step.h"
#include "services/core/call.h"

namespace probity::cases {

// What a step that may be taken does.
struct Transition {
  State to = v1::Allegation::STATE_UNSPECIFIED;
  // Set: the step waits for its second person. The state stays; this is stored.
  std::optional<v1::Proposal> proposal;
};

class Lifecycle {
 public:
  // The embedded table. INVALID_ARGUMENT with the number of the wrong line; the server does not
  // start then.
  static absl::StatusOr<Lifecycle> Load();
  static absl::StatusOr<Lifecycle> FromText(absl::string_view text,
                                            absl::Span<const Guard> guards = AllGuards());

  // Whether the caller may take the step that `facts` describe, in this order:
  //   PERMISSION_DENIED/ROLE_NOT_ALLOWED   no role of the caller may ever take it
  //   FAILED_PRECONDITION/CASE_CLOSED      closed, and not a step that a closed state allows
  //   what the table requires of the verb whatever the state (NO_CONCLUDED_INVESTIGATION)
  //   FAILED_PRECONDITION/TRANSITION_NOT_ALLOWED (from, verb)  no such step from this state, or on
  //                                        this way
  //   PERMISSION_DENIED/ROLE_NOT_ALLOWED   not from this state
  //   a guard's refusal (guards.h)
  //   FAILED_PRECONDITION/SECOND_PERSON_REQUIRED  the caller proposed it, or is not at headquarters
  // Visibility and etag are the caller's to check before.
  //
  // Where two people are needed, the first call becomes a proposal. The step is taken when another
  // principal asks for the same step with the same content. Other content, or another verb, is a
  // proposal of its own and replaces the one that stands: its author's correction, or a second
  // person's other view, which the first may then confirm. So a step is only ever taken on words
  // that two people have each sent.
  absl::StatusOr<Transition> Judge(const Facts& facts, const Call& call) const;

  // Whether some line takes `verb` from `state`.
  bool Allows(State state, Verb verb) const;
  bool IsClosed(State state) const;

  const LifecycleTable& table() const { return table_; }

 private:
  explicit Lifecycle(LifecycleTable table) : table_(std::move(table)) {}

  absl::StatusOr<const Row*> Find(const Facts& facts) const;

  LifecycleTable table_;
};

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_LIFECYCLE_H_
