#include "storage/moving/hand_over.h"

#include <functional>
#include <utility>
#include <vector>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/register_part.h"
#include "storage/moving/statements/moving.sql.h"
#include "storage/moving/window.h"
#include "storage/sealing/statements/keys.sql.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::moving {

const CopiedColumns kOwnRow = {{"register_id", ColumnType::kBlob},
                               {"development", ColumnType::kInteger},
                               {"created_time", ColumnType::kInteger}};

namespace {

using sql::Session;
using sql::Statement;

// What tells a register, or a copy of it, from others.
struct Found {
  std::vector<CopiedRow> own;  // One row, or none.
  std::vector<CopiedRow> leaf;
  Extent extent;
};

// With the leaf that is the `leaves`th; its last one for 0.
absl::StatusOr<Found> Find(Session& session, int64_t leaves) {
  Found found;
  PROBITY_ASSIGN_OR_RETURN(found.extent, ReadExtent(session));
  PROBITY_ASSIGN_OR_RETURN(found.own,
                           ReadRows(session, Statement(sql::kMoving, "read_own_row"), {}, kOwnRow));
  const int64_t last = leaves == 0 ? found.extent.leaves : leaves;
  PROBITY_ASSIGN_OR_RETURN(found.leaf,
                           ReadRows(session, Statement(sql::kMoving, "read_leaves"),
                                    {{{"from_leaf", last - 1}, {"limit", int64_t{1}}}}, kLeaf));
  return found;
}

absl::Status NotTheCopy() {
  return assembly::About({assembly::RegisterPart::kData},
                         FailedPrecondition("what is there is not the copy of this register")
                             .Reason(v1::ERROR_REASON_GUARD_NOT_MET));
}

// Also on a disk that is low: it must end.
absl::Status RunToEnd(sql::Writer& writer, std::function<absl::Status(Session&)> body) {
  return writer.Run({.body = std::move(body), .committed = [] {}, .uses_reserve = true},
                    absl::InfiniteFuture());
}

absl::StatusOr<std::vector<CopiedRow>> KeyRegister(sql::Engine& keys) {
  std::vector<CopiedRow> rows;
  PROBITY_RETURN_IF_ERROR(keys.Read([&rows](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(rows, ReadRows(session, Statement(sql::kKeys, "get_key_register"), {},
                                            {{"register_id", ColumnType::kBlob}}));
    return absl::OkStatus();
  }));
  return rows;
}

}  // namespace

absl::StatusOr<Clock> ClockIn(Session& session) {
  Clock clock;
  PROBITY_RETURN_IF_ERROR(session.Query(
      Statement(sql::kRegister, "read_clock"), sql::Plan::kNow, {}, [&clock](const sql::Row& row) {
        clock = {row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
        return absl::OkStatus();
      }));
  return clock;
}

absl::StatusOr<int64_t> NextInstance(Session& session, int64_t after) {
  int64_t next = 0;
  PROBITY_RETURN_IF_ERROR(session.Query(Statement(sql::kMoving, "next_instance"), sql::Plan::kNow,
                                        {sql::Param{"after", after}}, [&next](const sql::Row& row) {
                                          next = row.integer(0);
                                          return absl::OkStatus();
                                        }));
  return next;
}

absl::StatusOr<int64_t> LastAccessLeaf(Session& session, int64_t instance) {
  int64_t last = -1;
  PROBITY_RETURN_IF_ERROR(session.Query(Statement(sql::kRegister, "last_access_leaf"),
                                        sql::Plan::kNow, {sql::Param{"instance", instance}},
                                        [&last](const sql::Row& row) {
                                          last = row.integer(0);
                                          return absl::OkStatus();
                                        }));
  return last;
}

absl::StatusOr<Extent> ReadExtent(Session& session) {
  Extent extent;
  PROBITY_ASSIGN_OR_RETURN(const Clock clock, ClockIn(session));
  extent.leaves = clock.leaves;
  for (int64_t instance = 0;;) {
    PROBITY_ASSIGN_OR_RETURN(instance, NextInstance(session, instance));
    if (instance == 0) return extent;
    PROBITY_ASSIGN_OR_RETURN(extent.access[instance], LastAccessLeaf(session, instance));
  }
}

absl::Status StillUsed() {
  return FailedPrecondition("another server went on using the register that is moved")
      .Reason(v1::ERROR_REASON_REGISTER_IN_USE);
}

absl::Status Undecided() {
  return Unavailable("whether the register has moved is found out at the next start")
      .Reason(v1::ERROR_REASON_REGISTER_MOVING);
}

bool IsUndecided(const absl::Status& status) {
  return absl::IsUnavailable(status) && ReasonOf(status) == v1::ERROR_REASON_REGISTER_MOVING;
}

absl::Status Mark(sql::Writer& source, int64_t epoch, const Extent& copied) {
  return RunOn(source, [epoch, &copied](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Clock clock, ClockIn(session));
    PROBITY_ASSIGN_OR_RETURN(const Extent extent, ReadExtent(session));
    if (clock.epoch != epoch || extent != copied) return StillUsed();
    return session.Execute(Statement(sql::kMoving, "mark_moving"), {}).status();
  });
}

absl::Status Unmark(sql::Writer& source) {
  return RunToEnd(source, [](Session& session) {
    return session.Execute(Statement(sql::kMoving, "end_moving"), {}).status();
  });
}

absl::Status Retire(sql::Writer& place) { return RunToEnd(place, RetireIn); }

absl::Status RetireIn(Session& session) {
  PROBITY_RETURN_IF_ERROR(session.Execute(Statement(sql::kMoving, "retire"), {}).status());
  return session.Execute(Statement(sql::kMoving, "end_epoch"), {}).status();
}

absl::StatusOr<bool> HasMoved(const assembly::Engines& source,
                              const assembly::Engines& destination) {
  Found ours;
  PROBITY_RETURN_IF_ERROR(source.data.Read([&ours](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(ours, Find(session, 0));
    return absl::OkStatus();
  }));
  PROBITY_ASSIGN_OR_RETURN(const auto our_keys, KeyRegister(source.keys));
  PROBITY_ASSIGN_OR_RETURN(const auto their_keys, KeyRegister(destination.keys));
  if (ours.leaf.empty() || our_keys.empty() || our_keys != their_keys) return NotTheCopy();
  bool moved = false;
  // As a write: what the mover may still have on its way there is over when this begins.
  sql::DirectWriter writer(destination.data);
  PROBITY_RETURN_IF_ERROR(RunOn(writer, [&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Found theirs, Find(session, ours.extent.leaves));
    if (theirs.leaf != ours.leaf) return NotTheCopy();
    moved = !theirs.own.empty();
    if (moved) return theirs.own == ours.own ? absl::OkStatus() : NotTheCopy();
    if (theirs.extent != ours.extent) return NotTheCopy();
    // Its clock is not the one any more in which the mover makes it a register.
    return session.Execute(Statement(sql::kMoving, "end_epoch"), {}).status();
  }));
  return moved;
}

absl::Status EndMove(const assembly::Engines& source, const assembly::Engines& destination) {
  PROBITY_ASSIGN_OR_RETURN(const bool moved, HasMoved(source, destination));
  sql::DirectWriter writer(source.data);
  return moved ? Retire(writer) : Unmark(writer);
}

}  // namespace probity::moving
