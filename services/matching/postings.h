// Which entries of a segment have a key. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_POSTINGS_H_
#define PROBITY_SERVICES_MATCHING_POSTINGS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/types/span.h"
#include "services/matching/directory.h"
#include "services/matching/prefetch.h"

namespace probity::matching {

// An entry, and its BirthCode beside it: most entries are passed over by that alone.
struct Posting {
  uint32_t entry = 0;
  uint32_t birth = 0;
};

class Postings {
 public:
  // Pairs of a key and an entry, in any order; of each entry its BirthCode.
  void Build(std::vector<std::pair<uint64_t, uint32_t>> pairs, absl::Span<const uint32_t> births) {
    absl::c_sort(pairs);
    entries_.reserve(pairs.size());
    for (const auto& [key, entry] : pairs) {
      if (keys_.empty() || keys_.back() != key) {
        keys_.push_back(key);
        offsets_.push_back(static_cast<uint32_t>(entries_.size()));
      }
      entries_.push_back({entry, births[entry]});
    }
    offsets_.push_back(static_cast<uint32_t>(entries_.size()));
    directory_.Build(keys_.size(), [&](size_t i) { return keys_[i]; });
  }

  const std::vector<uint64_t>& keys() const { return keys_; }  // Rising.

  // The place of a key among keys(), which is keys().size() if it is not there.
  uint32_t Find(uint64_t key) const {
    auto [at, end] = directory_.Range(key);
    while (at < end && keys_[at] != key) ++at;
    return at < end ? at : static_cast<uint32_t>(keys_.size());
  }

  // Asks for what Find and At will read.
  void PrefetchAt(uint32_t place) const {
    Prefetch(&keys_[place]);
    Prefetch(&offsets_[place]);
  }

  // The entries of the key at this place, rising; none at keys().size().
  absl::Span<const Posting> At(uint32_t place) const {
    if (place >= keys_.size()) return {};
    const uint32_t begin = offsets_[place];
    return absl::MakeConstSpan(entries_).subspan(begin, offsets_[place + 1] - begin);
  }

 private:
  std::vector<uint64_t> keys_;
  Directory<uint64_t> directory_;
  std::vector<uint32_t> offsets_;  // Of each key into entries_, and the end.
  std::vector<Posting> entries_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_POSTINGS_H_
