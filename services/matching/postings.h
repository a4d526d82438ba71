// Which subjects of a segment have a word. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_POSTINGS_H_
#define PROBITY_SERVICES_MATCHING_POSTINGS_H_

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/types/span.h"

namespace probity::matching {

class Postings {
 public:
  Postings() = default;
  // `words_of(entry, visit)` visits each word of an entry once; it is asked twice.
  template <typename WordsOf>
  Postings(uint32_t words, uint32_t entries, WordsOf words_of) : ends_(size_t{words} + 1) {
    for (uint32_t entry = 0; entry < entries; ++entry) {
      words_of(entry, [&](uint32_t word) { ++ends_[word + 1]; });
    }
    std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
    entries_.resize(ends_.back());
    std::vector<uint32_t> next(ends_.begin(), ends_.end() - 1);
    for (uint32_t entry = 0; entry < entries; ++entry) {
      words_of(entry, [&](uint32_t word) { entries_[next[word]++] = entry; });
    }
  }

  // Rising.
  absl::Span<const uint32_t> Of(uint32_t word) const {
    return absl::MakeConstSpan(entries_).subspan(ends_[word], ends_[word + 1] - ends_[word]);
  }

 private:
  std::vector<uint32_t> ends_;  // Of the word before, so that a word's entries begin there.
  std::vector<uint32_t> entries_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_POSTINGS_H_
