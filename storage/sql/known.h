// What a transaction need not ask again. Whoever writes holds the clock (storage/README.md), so
// nobody else changes anything meanwhile: the numbers that each write brings forward are read once,
// brought forward here by the bodies, and the clock is written once, before the commit.
#ifndef PROBITY_STORAGE_SQL_KNOWN_H_
#define PROBITY_STORAGE_SQL_KNOWN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace probity::sql {

struct Known {
  struct Clock {
    int64_t epoch = 0;
    int64_t sequence = 0;
    int64_t leaves = 0;
    int64_t recorded_time = 0;  // Microseconds since 1970.
    bool operator==(const Clock&) const = default;
  };

  // None: not read yet.
  std::optional<Clock> clock;
  std::optional<Clock> stored_clock;  // As the table has it.
  std::optional<int64_t> last_entity;
  std::optional<int64_t> last_reference;    // Of a case; -1: there is no case.
  std::optional<int64_t> last_access_leaf;  // Of the server's own log; -1: it is empty.

  // Ids of the data keys of entities that were made in this transaction.
  absl::flat_hash_map<int64_t, std::array<uint8_t, 16>> keys;
  // Names of resources named by a code that are there: they are never removed.
  absl::flat_hash_set<std::string> codes;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_KNOWN_H_
