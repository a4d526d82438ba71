// Numbers of the register that each write brings forward. Whoever writes holds the clock
// (storage/README.md), so nobody else changes them meanwhile: a transaction reads each once, its
// bodies bring it forward here, and the clock is written once, before the commit.
#ifndef PROBITY_STORAGE_SQL_COUNTERS_H_
#define PROBITY_STORAGE_SQL_COUNTERS_H_

#include <cstdint>
#include <optional>

namespace probity::sql {

struct Counters {
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
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_COUNTERS_H_
