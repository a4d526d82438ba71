// Who of a register may be a candidate, before anybody is compared. Internal.
#ifndef PROBITY_SERVICES_MATCHING_GATHER_H_
#define PROBITY_SERVICES_MATCHING_GATHER_H_

#include <cstdint>
#include <vector>

#include "services/matching/index.h"
#include "services/matching/segment.h"

namespace probity::matching {

// A live entry, and what its words and birth date promise.
struct Met {
  uint32_t segment = 0;
  uint32_t entry = 0;
  uint64_t id = 0;
  Millibits promise = 0;
};

struct Gathered {
  std::vector<Met> met{};  // Most promising first, then by id.
  int64_t postings_read = 0;
  Truncation truncation = Truncation::kNone;  // Why somebody may be missing.
};

// Those with two words of one of the candidate's names in one name of theirs; with one, where one
// can be enough: a short name, an initial, a birth date that agrees, an identifier that is nearly
// equal; or with an equal identifier, or the same name divided otherwise. The same whatever the
// segments are that hold them.
Gathered Gather(const Segments& segments, const Prepared& candidate, const SearchOptions& options,
                const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_GATHER_H_
