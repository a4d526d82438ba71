// Whether two registers answer the same.
#ifndef PROBITY_STORAGE_MOVING_ANSWERS_H_
#define PROBITY_STORAGE_MOVING_ANSWERS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace probity::moving {

// Reads in both every resource that `limit` leaves from this one touched, as of the last of them:
// sealed values opened, names and etags made. Returns the next leaf. DATA_LOSS if an answer
// differs.
absl::StatusOr<int64_t> CompareFrom(storage::Store& ours, storage::Store& theirs,
                                    int64_t leaf_index, int limit);

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_ANSWERS_H_
