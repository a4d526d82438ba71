// What keeps the histories of a register apart when a backup is restored.
#ifndef PROBITY_STORAGE_SQL_EPOCH_H_
#define PROBITY_STORAGE_SQL_EPOCH_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/sql/session.h"

namespace probity::sql {

// A register begins in epoch 1; each restore begins another, whose number is the moment of the
// restore in microseconds since 1970 (or one more than the last, if the clock is behind). Two
// restores of one backup thus have two epochs.
inline constexpr int64_t kFirstEpoch = 1;

// While a register is handed over to another place, its epoch stands with a minus in its clock: no
// server opens it, none that has it open writes or shows anything, and its own place alone does not
// tell whether it still is the register (storage/moving/README.md).
inline bool IsMoving(int64_t epoch) { return epoch < 0; }

// Begins the epoch of a restore at `now`, also of a register that was being handed over. Ids of new
// entities start at its number: a history that was lost, or that goes on elsewhere, has given out
// less than an id a microsecond.
absl::Status BeginEpoch(Session& session, absl::Time now);

// The running number below which no case of this epoch gets its reference (sealing/reference.h):
// seconds since 2020, for an epoch of a restore. Unique as long as a register records less than a
// case a second from one restore to the next.
int64_t FirstReferenceNumber(int64_t epoch);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_EPOCH_H_
