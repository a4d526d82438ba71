// A place in the register's history.
#ifndef PROBITY_STORAGE_POSITION_H_
#define PROBITY_STORAGE_POSITION_H_

#include <cstdint>

namespace probity::storage {

// The epoch grows at each restore from a backup.
struct Position {
  int64_t epoch = 0;
  int64_t seq = 0;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_POSITION_H_
