#include "services/screening/search.h"

#include <utility>

#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

// More people than this that a candidate may be are no task for an adjudicator: the answer is
// UNABLE_TO_SCREEN or HOLD until the requester says more.
constexpr int kMostHits = 100;

}  // namespace

Searched FindAlike(const matching::Index& index, const v1::Candidate& candidate) {
  const matching::Identity identity = ToIdentity(candidate);
  Searched searched;
  searched.identity_sufficient =
      matching::Assess(identity) == matching::IdentityQuality::kSufficient;
  matching::SearchResult result = index.Search(identity, {});
  if (result.truncated && searched.identity_sufficient) {
    result = index.Search(identity, {.limit = kMostHits, .exhaustive = true});
  }
  searched.search_complete = !result.truncated;
  searched.hits = std::move(result.hits);
  return searched;
}

}  // namespace probity::screening
