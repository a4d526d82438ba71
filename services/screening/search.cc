#include "services/screening/search.h"

#include <utility>

#include "proto/support/error.h"
#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

// More people than this that a candidate may be are no task for an adjudicator: the answer is
// UNABLE_TO_SCREEN or HOLD until the requester says more.
constexpr int kMostHits = 100;

}  // namespace

absl::StatusOr<Searched> FindAlike(const matching::Index& index, const v1::Candidate& candidate,
                                   const std::function<bool()>& stop) {
  const matching::Identity identity = ToIdentity(candidate);
  Searched searched;
  searched.identity_sufficient =
      matching::Assess(identity) == matching::IdentityQuality::kSufficient;
  matching::SearchResult result = index.Search(identity, {.stop = stop});
  if (result.truncated && searched.identity_sufficient &&
      result.reason != matching::Truncation::kNamesCut) {
    result = index.Search(identity, {.limit = kMostHits, .exhaustive = true, .stop = stop});
  }
  if (stop()) {
    return ErrorBuilder(absl::StatusCode::kDeadlineExceeded,
                        "nobody waits for the answer any more, or the deadline has passed")
        .Reason(v1::ERROR_REASON_DEADLINE_EXCEEDED);
  }
  searched.search_complete = !result.truncated;
  searched.hits = std::move(result.hits);
  return searched;
}

}  // namespace probity::screening
