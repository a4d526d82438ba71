// A list in order, each value once.
#ifndef PROBITY_SERVICES_MATCHING_SORT_UNIQUE_H_
#define PROBITY_SERVICES_MATCHING_SORT_UNIQUE_H_

#include <algorithm>
#include <vector>

namespace probity::matching {

template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SORT_UNIQUE_H_
