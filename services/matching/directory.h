// Where in a sorted array of hashes one begins, in about one step. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_DIRECTORY_H_
#define PROBITY_SERVICES_MATCHING_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/matching/prefetch.h"

namespace probity::matching {

// Hashes spread evenly, so the first bits of one tell nearly where it stands: the directory holds
// the start of each group of hashes with equal first bits, about four in each.
template <typename HashType>
class Directory {
 public:
  // `hash_of(i)` gives the i-th of `count` rising hashes.
  template <typename HashOf>
  void Build(size_t count, HashOf hash_of) {
    int bits = 1;
    while ((size_t{4} << bits) < count) ++bits;
    shift_ = static_cast<int>(sizeof(HashType)) * 8 - bits;
    starts_.assign((size_t{1} << bits) + 1, static_cast<uint32_t>(count));
    for (size_t i = count; i-- > 0;) starts_[hash_of(i) >> shift_] = static_cast<uint32_t>(i);
    for (size_t group = starts_.size() - 1; group-- > 0;) {
      if (starts_[group] > starts_[group + 1]) starts_[group] = starts_[group + 1];
    }
  }

  // Asks for what Range will read.
  void PrefetchGroup(HashType hash) const {
    if (!starts_.empty()) Prefetch(&starts_[hash >> shift_]);
  }

  // The places among which a hash stands, if it is there.
  std::pair<uint32_t, uint32_t> Range(HashType hash) const {
    if (starts_.empty()) return {0, 0};
    const size_t group = hash >> shift_;
    return {starts_[group], starts_[group + 1]};
  }

 private:
  int shift_ = 0;
  std::vector<uint32_t> starts_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_DIRECTORY_H_
