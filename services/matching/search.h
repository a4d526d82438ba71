// One search over the segments of a snapshot. Internal.
#ifndef PROBITY_SERVICES_MATCHING_SEARCH_H_
#define PROBITY_SERVICES_MATCHING_SEARCH_H_

#include "services/matching/index.h"
#include "services/matching/segment.h"

namespace probity::matching {

SearchResult SearchSegments(const Segments& segments, const Prepared& candidate,
                            const SearchOptions& options, const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SEARCH_H_
