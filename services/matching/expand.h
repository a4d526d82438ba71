// A word of a candidate and the words of a register that are like it. Internal.
#ifndef PROBITY_SERVICES_MATCHING_EXPAND_H_
#define PROBITY_SERVICES_MATCHING_EXPAND_H_

#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "services/matching/segment.h"

namespace probity::matching {

// Where a word stands: a segment, and its number in the segment's lexicon.
struct Place {
  uint32_t segment = 0;
  uint32_t word = 0;
};

// A word of the register that is like a word of the candidate.
struct Spelling {
  uint64_t key = 0;
  Millibits gain = 0;
  int64_t live = 0;  // Subjects that have it.
  absl::InlinedVector<Place, 2> places{};
};

// A word of the candidate with its spellings in the register, best first.
struct QueryWord {
  uint64_t key = 0;
  int64_t live = 0;  // The sum over its spellings.
  std::vector<Spelling> spellings{};
};

// Of the words of a candidate that have one key: the same word, perhaps in several scripts.
QueryWord ExpandWord(const Segments& segments, absl::Span<const Word* const> natives,
                     const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_EXPAND_H_
