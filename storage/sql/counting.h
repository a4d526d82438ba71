// Brings forward what each write counts up (known.h).
#ifndef PROBITY_STORAGE_SQL_COUNTING_H_
#define PROBITY_STORAGE_SQL_COUNTING_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/sql/session.h"

namespace probity::sql {

// UNAVAILABLE/REGISTER_MOVING.
absl::Status BeingMoved();

// As this transaction has it. BeingMoved() while the register is handed over to another place.
absl::StatusOr<Known::Clock> ReadClock(Session& session);
// One write on; not earlier than `now`, nor than the write before.
absl::StatusOr<Known::Clock> TakeClock(Session& session, absl::Time now);
// Into the table, if a body has taken it. After the last body.
absl::Status WriteClock(Session& session);

// The next id of an entity: in the order of commits, since names are made of ids and references of
// cases follow them.
absl::StatusOr<int64_t> NextEntity(Session& session);
// The next place in a server's access log.
absl::StatusOr<int64_t> NextAccessLeaf(Session& session, int64_t instance);

// Has an engine that can do so ask for what a write reads first of them.
void ForeseeKnown(Session& session);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_COUNTING_H_
