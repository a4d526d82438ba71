// How the attributes beside the name compare: one level and its bits each. Internal.
#ifndef PROBITY_SERVICES_MATCHING_ATTRIBUTES_H_
#define PROBITY_SERVICES_MATCHING_ATTRIBUTES_H_

#include <cstddef>

#include "absl/types/span.h"
#include "services/matching/normalize.h"
#include "services/matching/score.h"

namespace probity::matching {

// `compared` is false where either side has nothing to compare: no evidence.
struct Outcome {
  bool compared = false;
  Level level = Level::kSame;
  Millibits bits = 0;
  // Indices of the two values that decided, into the vectors of Prepared.
  size_t candidate = 0;
  size_t record = 0;
};

// The pair that agrees best counts: adding an alternative never lowers the outcome.
Outcome CompareBirths(absl::Span<const BirthDate> candidate, absl::Span<const BirthDate> record,
                      const Weights& weights);
Outcome CompareNationalities(const Prepared& candidate, const Prepared& record,
                             const Tables& tables);
Outcome CompareSex(const Prepared& candidate, const Prepared& record, const Weights& weights);
Outcome CompareIdentifiers(const Prepared& candidate, const Prepared& record,
                           const Weights& weights);

// Shorter identifiers are equal or different, never nearly equal.
inline constexpr size_t kShortestNearIdentifier = 6;

struct Attributes {
  Outcome birth{}, nationality{}, sex{}, identifier{};
  bool birth_contradicts() const { return birth.compared && birth.bits < 0; }
};
Attributes CompareAttributes(const Prepared& candidate, const Prepared& record,
                             const Tables& tables);

// Whether two dates of birth name a day each.
bool IsDay(const BirthDate& birth);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_ATTRIBUTES_H_
