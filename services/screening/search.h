// One candidate before the write: whom the index says it may be.
#ifndef PROBITY_SERVICES_SCREENING_SEARCH_H_
#define PROBITY_SERVICES_SCREENING_SEARCH_H_

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "probity/v1/screening.pb.h"
#include "services/matching/index.h"

namespace probity::screening {

struct Searched {
  std::vector<matching::Hit> hits;  // Best first.
  bool identity_sufficient = false;
  bool search_complete = false;
};

// A search that was cut short is repeated exhaustively, unless the identity does not suffice, or
// the names are more than the engine reads: that answer is never CLEARED, whatever else would be
// found. `stop` is asked all along; once it says true, DEADLINE_EXCEEDED.
absl::StatusOr<Searched> FindAlike(const matching::Index& index, const v1::Candidate& candidate,
                                   const std::function<bool()>& stop);

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_SEARCH_H_
