// Two names, word against word. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_NAMES_H_
#define PROBITY_SERVICES_MATCHING_NAMES_H_

#include "absl/container/inlined_vector.h"
#include "services/matching/normalize.h"
#include "services/matching/score.h"

namespace probity::matching {

// Words [candidate, candidate + candidate_count) of one name met those of the other. A count of
// zero: the word is missing there.
struct Part {
  Level level = Level::kExact;
  Millibits bits = 0;
  int8_t candidate = 0;
  int8_t candidate_count = 0;
  int8_t record = 0;
  int8_t record_count = 0;
};

struct NameComparison {
  Millibits bits = 0;       // The sum of the parts' bits.
  Millibits agreement = 0;  // The positive ones among them.
  int similarity = 0;       // 0 to 1000: agreement against conflict and what is missing.
  int agreeing_words = 0;   // Names, not particles or initials, that agree.
  bool whole = false;       // No name word is left over on either side.
  absl::InlinedVector<Part, 8> parts{};
};

NameComparison CompareNames(const PreparedName& candidate, const PreparedName& record,
                            const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_NAMES_H_
