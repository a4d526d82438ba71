#include "storage/sql/counting.h"

#include <algorithm>
#include <optional>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sql/epoch.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kReadClock = Statement(kRegister, "read_clock");
constexpr const StatementText& kWriteClock = Statement(kRegister, "write_clock");
constexpr const StatementText& kLastEntity = Statement(kRegister, "last_entity");
constexpr const StatementText& kLastAccessLeaf = Statement(kRegister, "last_access_leaf");

// One after `last`, which a statement tells the first time; after `none`, if it has no row.
absl::StatusOr<int64_t> Next(Session& session, std::optional<int64_t>& last,
                             const StatementText& statement, Params params, int64_t none) {
  if (!last.has_value()) {
    int64_t stored = none;
    PROBITY_RETURN_IF_ERROR(session.Query(statement, Plan::kNow, params, [&stored](const Row& row) {
      stored = row.integer(0);
      return absl::OkStatus();
    }));
    last = stored;
  }
  return ++*last;
}

}  // namespace

absl::Status BeingMoved() {
  return Unavailable("the register is being moved")
      .Reason(v1::ERROR_REASON_REGISTER_MOVING)
      .RetryAfter(absl::Seconds(5));
}

absl::StatusOr<Known::Clock> ReadClock(Session& session) {
  Known& known = session.known();
  if (known.clock.has_value()) return *known.clock;
  PROBITY_RETURN_IF_ERROR(session.Query(kReadClock, Plan::kNow, {}, [&known](const Row& row) {
    known.clock = {row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
    return absl::OkStatus();
  }));
  if (!known.clock.has_value()) return DataLoss("the register has no clock");
  if (IsMoving(known.clock->epoch)) {
    known.clock.reset();
    return BeingMoved();
  }
  known.stored_clock = known.clock;
  return *known.clock;
}

absl::StatusOr<Known::Clock> TakeClock(Session& session, absl::Time now) {
  PROBITY_ASSIGN_OR_RETURN(Known::Clock clock, ReadClock(session));
  ++clock.sequence;
  ++clock.leaves;
  clock.recorded_time = std::max(clock.recorded_time, absl::ToUnixMicros(now));
  session.known().clock = clock;
  return clock;
}

absl::Status WriteClock(Session& session) {
  const Known& known = session.known();
  if (known.clock == known.stored_clock) return absl::OkStatus();
  return session
      .Execute(kWriteClock, {{{"sequence", known.clock->sequence},
                              {"leaves", known.clock->leaves},
                              {"recorded_time", known.clock->recorded_time}}})
      .status();
}

absl::StatusOr<int64_t> NextEntity(Session& session) {
  return Next(session, session.known().last_entity, kLastEntity, {}, 0);
}

absl::StatusOr<int64_t> NextAccessLeaf(Session& session, int64_t instance) {
  return Next(session, session.known().last_access_leaf, kLastAccessLeaf,
              {Param{"instance", instance}}, -1);
}

void ForeseeKnown(Session& session) {
  session.Foresee(kReadClock, {});
  session.Foresee(kLastEntity, {});
}

}  // namespace probity::sql
