// What tells lines of lifecycle.table with the same state and verb apart: a key with a closed set
// of values, a pure function of the facts. Two lines that name disjoint values of one key can never
// both apply, which is how the table is proved to be free of ambiguity.
#ifndef PROBITY_SERVICES_CASES_SELECTORS_H_
#define PROBITY_SERVICES_CASES_SELECTORS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/cases/step.h"

namespace probity::cases {

struct Selector {
  absl::string_view key;
  absl::Span<const absl::string_view> values;
  // One of `values`.
  absl::string_view (*value)(const Facts& facts);
};

//   body          whom it is referred to: OIOS, MISSION, COMMANDER, STATE, ELSEWHERE
//   regime        of the subject: NATIONAL (the State's contingents), EXPERT (on mission), OWN
//   investigator  who investigates: STATE, ORGANISATION
//   outcome       of the finding: SUBSTANTIATED, UNSUBSTANTIATED, CLOSED, NONE
//   severity      SERIOUS, MINOR
absl::Span<const Selector> AllSelectors();

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_SELECTORS_H_
