// One search over the segments of a snapshot. Internal.
#ifndef PROBITY_SERVICES_MATCHING_SEARCH_H_
#define PROBITY_SERVICES_MATCHING_SEARCH_H_

#include <memory>

#include "absl/types/span.h"
#include "services/matching/expand.h"
#include "services/matching/index.h"

namespace probity::matching {

// The live entry of this id among the segments, or null.
std::shared_ptr<const Entry> FindLive(absl::Span<const std::shared_ptr<const Segment>> segments,
                                      uint64_t id);

SearchResult SearchSegments(const Segments& segments, const Prepared& candidate,
                            const SearchOptions& options, const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SEARCH_H_
