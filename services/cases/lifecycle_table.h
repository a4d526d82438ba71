// The life cycle's table as read from its text; lifecycle.table itself explains the syntax.
#ifndef PROBITY_SERVICES_CASES_LIFECYCLE_TABLE_H_
#define PROBITY_SERVICES_CASES_LIFECYCLE_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/roles.pb.h"
#include "services/cases/guards.h"
#include "services/cases/selectors.h"
#include "services/cases/verb.h"

namespace probity::cases {

using State = v1::Allegation::State;

// STATE_UNSPECIFIED is an allegation that is not recorded yet.
enum class Target { kState, kSame, kPrevious };

enum class SecondPerson {
  kNone,
  kAlways,
  kSeaThbHeadquarters,
  kAlwaysSeaThbHeadquarters,
  kSeaShThbSerious,
};

struct Selection {
  const Selector* selector;
  std::vector<absl::string_view> values;
};

struct Row {
  int line = 0;
  std::string id;
  std::vector<State> from;
  Verb verb = Verb::kReceive;
  Target target = Target::kState;
  State to = v1::Allegation::STATE_UNSPECIFIED;
  bool any_role = false;
  std::vector<v1::Role> roles;
  std::vector<Selection> selections;
  std::vector<const Guard*> guards;
  SecondPerson second = SecondPerson::kNone;
  std::string note;
};

struct LifecycleTable {
  std::vector<Row> rows;
  // What must hold for a verb whatever the state.
  std::vector<std::pair<Verb, const Guard*>> required;
  // "open", "pending", "closed", "final".
  absl::flat_hash_map<std::string, std::vector<State>> sets;
  int last_line = 0;
};

// INVALID_ARGUMENT, "line N: what is wrong", for a line without eight columns, and for an unknown
// or missing state, set, verb, role, guard, selector, value or rule. `guards` outlive the table.
absl::StatusOr<LifecycleTable> ParseLifecycle(absl::string_view text,
                                              absl::Span<const Guard> guards);

// The same, for a table that can be read but makes no sense: two lines with one id; two lines that
// may both apply; a state that nothing leads to, or from which no closed state can be reached; a
// final state with a way out.
absl::Status CheckLifecycle(const LifecycleTable& table);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_LIFECYCLE_TABLE_H_
