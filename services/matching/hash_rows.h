// Numbers under hashes: who has a key, which words have a spelling. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_HASH_ROWS_H_
#define PROBITY_SERVICES_MATCHING_HASH_ROWS_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/directory.h"
#include "services/matching/prefetch.h"
#include "services/matching/sort_unique.h"

namespace probity::matching {

// Eight bytes a row. Two keys may have one hash: who finds a row asks whether it is what he meant.
class HashRows {
 public:
  struct Row {
    uint32_t value = 0;
    uint32_t hash = 0;

    auto operator<=>(const Row& other) const {
      return std::make_pair(hash, value) <=> std::make_pair(other.hash, other.value);
    }
    bool operator==(const Row&) const = default;
  };

  HashRows() = default;
  // In any order; what is there twice counts once.
  explicit HashRows(std::vector<Row> rows) : rows_(std::move(rows)) {
    SortUnique(rows_);
    rows_.shrink_to_fit();
    directory_.Build(rows_.size(), [&](size_t i) { return rows_[i].hash; });
  }

  const std::vector<Row>& rows() const { return rows_; }  // By rising hash, then value.

  // The rows of a hash, by rising value.
  absl::Span<const Row> Find(uint32_t hash) const {
    auto [begin, end] = directory_.Range(hash);
    while (begin < end && rows_[begin].hash < hash) ++begin;
    uint32_t after = begin;
    if (end - begin > kFew && rows_[begin].hash == hash) {
      const auto past = [](uint32_t h, const Row& row) { return h < row.hash; };
      after = static_cast<uint32_t>(
          std::upper_bound(rows_.begin() + begin, rows_.begin() + end, hash, past) - rows_.begin());
    } else {
      while (after < end && rows_[after].hash == hash) ++after;
    }
    return absl::MakeConstSpan(rows_).subspan(begin, after - begin);
  }

  // Asks for what Find will read: first of all hashes that will be looked up, then again.
  void PrefetchGroup(uint32_t hash) const { directory_.PrefetchGroup(hash); }
  void PrefetchRows(uint32_t hash) const {
    const uint32_t begin = directory_.Range(hash).first;
    if (begin < rows_.size()) Prefetch(&rows_[begin]);
  }

 private:
  static constexpr uint32_t kFew = 32;

  std::vector<Row> rows_;
  Directory<uint32_t> directory_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_HASH_ROWS_H_
