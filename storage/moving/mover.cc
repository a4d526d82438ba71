#include "storage/moving/mover.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/leaf.h"
#include "storage/moving/answers.h"
#include "storage/moving/copied_table.h"
#include "storage/moving/statements/moving.sql.h"
#include "storage/sealing/statements/keys.sql.h"
#include "storage/sql/epoch.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::moving {
namespace {

using sql::Session;
using sql::Statement;

constexpr int kAnswers = 50;
constexpr int kAccessWindow = 2000;

const CopiedColumns kAccessLeaf = {{"instance", ColumnType::kInteger},
                                   {"leaf_index", ColumnType::kInteger},
                                   {"recorded_time", ColumnType::kInteger},
                                   {"leaf", ColumnType::kBlob}};
const CopiedColumns kRegisterKey = {{"purpose", ColumnType::kInteger},
                                    {"wrapped", ColumnType::kBlob},
                                    {"commitment", ColumnType::kBlob}};
const CopiedColumns kKeyRegister = {{"register_id", ColumnType::kBlob}};

absl::Status AnotherRegister() {
  return AlreadyExists("another register is there").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
}

absl::StatusOr<std::vector<CopiedRow>> Rows(sql::Engine& engine,
                                            const sql::StatementText& statement, sql::Params params,
                                            const CopiedColumns& columns) {
  std::vector<CopiedRow> rows;
  PROBITY_RETURN_IF_ERROR(engine.Read([&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(rows, ReadRows(session, statement, params, columns));
    return absl::OkStatus();
  }));
  return rows;
}

absl::StatusOr<int64_t> LastAccessLeafOf(sql::Engine& engine, int64_t instance) {
  int64_t last = -1;
  PROBITY_RETURN_IF_ERROR(engine.Read([&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(last, LastAccessLeaf(session, instance));
    return absl::OkStatus();
  }));
  return last;
}

absl::StatusOr<int64_t> LastEntity(Session& session) {
  int64_t last = 0;
  PROBITY_RETURN_IF_ERROR(session.Query(Statement(sql::kRegister, "last_entity"), sql::Plan::kNow,
                                        {}, [&last](const sql::Row& row) {
                                          last = row.integer(0);
                                          return absl::OkStatus();
                                        }));
  return last;
}

}  // namespace

Mover::Mover(assembly::Register& source, const assembly::Destination& destination)
    : source_(source),
      destination_(destination),
      data_writer_(destination_.engines.data),
      keys_writer_(destination_.engines.keys) {}

absl::Status Mover::Run(Told told) {
  PROBITY_ASSIGN_OR_RETURN(const Clock clock, ClockOf(source_.engine()));
  if (sql::IsMoving(clock.epoch)) return Undecided();
  PROBITY_RETURN_IF_ERROR(CopyRegisterKeys());
  PROBITY_RETURN_IF_ERROR(CheckBeginning());
  PROBITY_RETURN_IF_ERROR(CopyLeaves(told));
  PROBITY_RETURN_IF_ERROR(CopyAccessLogs());
  PROBITY_RETURN_IF_ERROR(Verify(told));
  PROBITY_RETURN_IF_ERROR(CompareAnswers(told));
  const absl::Status finished = Finish(told);
  if (!finished.ok() && !IsUndecided(finished)) {
    (void)source_.Accept(sql::Accepts::kAll);  // The first error is the one to tell.
  }
  return finished;
}

absl::StatusOr<Clock> Mover::ClockOf(sql::Engine& engine) {
  Clock clock;
  PROBITY_RETURN_IF_ERROR(engine.Read([&clock](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(clock, ClockIn(session));
    return absl::OkStatus();
  }));
  return clock;
}

absl::Status Mover::CopyRegisterKeys() {
  const sql::StatementText& get_register = Statement(sql::kKeys, "get_key_register");
  const sql::StatementText& list = Statement(sql::kKeys, "list_register_keys");
  PROBITY_ASSIGN_OR_RETURN(const auto ours,
                           Rows(source_.key_engine(), get_register, {}, kKeyRegister));
  PROBITY_ASSIGN_OR_RETURN(const auto theirs,
                           Rows(destination_.engines.keys, get_register, {}, kKeyRegister));
  if (!theirs.empty()) return theirs == ours ? absl::OkStatus() : AnotherRegister();
  PROBITY_ASSIGN_OR_RETURN(const auto keys, Rows(source_.key_engine(), list, {}, kRegisterKey));
  return RunOn(keys_writer_, [&](Session& session) -> absl::Status {
    for (const CopiedRow& key : keys) {
      PROBITY_RETURN_IF_ERROR(
          Put(session, Statement(sql::kKeys, "insert_register_key"), kRegisterKey, key));
    }
    for (const CopiedRow& row : ours) {
      PROBITY_RETURN_IF_ERROR(
          Put(session, Statement(sql::kKeys, "insert_key_register"), kKeyRegister, row));
    }
    return absl::OkStatus();
  });
}

absl::Status Mover::CheckBeginning() {
  PROBITY_ASSIGN_OR_RETURN(const Clock there, ClockOf(destination_.engines.data));
  reached_.leaves = there.leaves;
  PROBITY_RETURN_IF_ERROR(destination_.engines.data.Read([this](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(reached_.last_entity, LastEntity(session));
    return absl::OkStatus();
  }));
  if (reached_.leaves == 0) return reached_.last_entity == 0 ? absl::OkStatus() : AnotherRegister();
  const sql::StatementText& read = Statement(sql::kMoving, "read_leaves");
  const sql::Param last[] = {{"from_leaf", reached_.leaves - 1}, {"limit", int64_t{1}}};
  PROBITY_ASSIGN_OR_RETURN(const auto ours, Rows(source_.engine(), read, last, kLeaf));
  PROBITY_ASSIGN_OR_RETURN(const auto theirs, Rows(destination_.engines.data, read, last, kLeaf));
  if (ours.empty() || ours != theirs) return AnotherRegister();
  return RunOn(data_writer_, [](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(
        const auto own, ReadRows(session, Statement(sql::kMoving, "read_own_row"), {}, kOwnRow));
    PROBITY_ASSIGN_OR_RETURN(const Clock clock, ClockIn(session));
    // With a mark it is where this register was moved from, and did not end there.
    if (!own.empty() && !sql::IsMoving(clock.epoch)) return AnotherRegister();
    return RetireIn(session);
  });
}

// What there is when it begins: who goes on writing is not run after.
absl::Status Mover::CopyLeaves(Told told) {
  PROBITY_ASSIGN_OR_RETURN(const Clock begun, ClockOf(source_.engine()));
  while (reached_.leaves < begun.leaves) {
    PROBITY_ASSIGN_OR_RETURN(const Clock clock, ClockOf(source_.engine()));
    PROBITY_ASSIGN_OR_RETURN(const Window window, ReadWindow(source_.engine(), reached_));
    if (window.leaves.empty()) return DataLoss("the ledger lacks leaves");
    PROBITY_RETURN_IF_ERROR(CopyKeys(source_.key_engine(), keys_writer_, window));
    PROBITY_RETURN_IF_ERROR(WriteWindow(data_writer_, window));
    reached_.leaves = window.leaves.back().leaf.leaf_index + 1;
    if (!window.entities.empty()) reached_.last_entity = IntegerOf(window.entities.back()[0]);
    PROBITY_RETURN_IF_ERROR(told({.phase = Phase::kCopying,
                                  .leaves = reached_.leaves,
                                  .total = std::max(clock.leaves, reached_.leaves)}));
  }
  return absl::OkStatus();
}

absl::Status Mover::CopyAccessLogs() {
  const sql::StatementText& read = Statement(sql::kMoving, "read_access_leaves");
  for (int64_t instance = 0;;) {
    PROBITY_RETURN_IF_ERROR(source_.engine().Read([&](Session& session) -> absl::Status {
      PROBITY_ASSIGN_OR_RETURN(instance, NextInstance(session, instance));
      return absl::OkStatus();
    }));
    if (instance == 0) return absl::OkStatus();
    PROBITY_ASSIGN_OR_RETURN(const int64_t until, LastAccessLeafOf(source_.engine(), instance));
    PROBITY_ASSIGN_OR_RETURN(int64_t last, LastAccessLeafOf(destination_.engines.data, instance));
    do {
      // The last one again: a copy that was used as a register has another there.
      const sql::Param from[] = {{"instance", instance},
                                 {"after", std::max<int64_t>(last - 1, -1)},
                                 {"limit", int64_t{kAccessWindow}}};
      PROBITY_ASSIGN_OR_RETURN(auto rows, Rows(source_.engine(), read, from, kAccessLeaf));
      if (last >= 0) {
        const sql::Param same[] = {
            {"instance", instance}, {"after", last - 1}, {"limit", int64_t{1}}};
        PROBITY_ASSIGN_OR_RETURN(const auto there,
                                 Rows(destination_.engines.data, read, same, kAccessLeaf));
        if (rows.empty() || there.empty() || rows.front() != there.front()) {
          return AnotherRegister();
        }
        rows.erase(rows.begin());
      }
      if (rows.empty()) break;
      PROBITY_RETURN_IF_ERROR(RunOn(data_writer_, [&](Session& session) -> absl::Status {
        for (const CopiedRow& row : rows) {
          PROBITY_RETURN_IF_ERROR(
              Put(session, Statement(sql::kRegister, "insert_access_leaf"), kAccessLeaf, row));
        }
        return absl::OkStatus();
      }));
      last = IntegerOf(rows.back()[1]);
    } while (last < until);
    access_[instance] = last;
  }
}

absl::Status Mover::Verify(Told told) {
  const sql::StatementText& read = Statement(sql::kMoving, "read_leaves");
  while (verified_ < reached_.leaves) {
    const sql::Param from[] = {{"from_leaf", verified_}, {"limit", int64_t{kWindowLeaves}}};
    PROBITY_ASSIGN_OR_RETURN(const auto ours, Rows(source_.engine(), read, from, kLeaf));
    std::vector<CopiedRow> theirs;
    PROBITY_RETURN_IF_ERROR(destination_.engines.data.Read([&](Session& session) -> absl::Status {
      PROBITY_ASSIGN_OR_RETURN(theirs, ReadRows(session, read, from, kLeaf));
      for (const CopiedRow& row : theirs) {
        PROBITY_ASSIGN_OR_RETURN(const ledger::WriteLeaf leaf,
                                 ledger::DecodeWriteLeaf(BytesOf(row[kLeafBytes])));
        for (const ledger::RowCommit& commit : leaf.row_commits) {
          if (commit.op == ledger::RowOp::kTombstone) continue;
          PROBITY_RETURN_IF_ERROR(
              ReadCommitted(session, *CopiedTable::For(commit.kind), commit).status());
        }
      }
      return absl::OkStatus();
    }));
    // The source may have more by now.
    const auto same = std::min(ours.size(), theirs.size());
    if (theirs.empty() || ours.size() < theirs.size() ||
        !std::equal(theirs.begin(), theirs.end(), ours.begin(), ours.begin() + same)) {
      return DataLoss("a leaf is not as it was copied").Reason(v1::ERROR_REASON_DATA_DAMAGED);
    }
    verified_ += static_cast<int64_t>(theirs.size());
    PROBITY_RETURN_IF_ERROR(
        told({.phase = Phase::kVerifying, .leaves = verified_, .total = reached_.leaves}));
  }
  return absl::OkStatus();
}

absl::Status Mover::CompareAnswers(Told told) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<assembly::Assembly> there,
                           destination_.assemble());
  while (compared_ < reached_.leaves) {
    PROBITY_ASSIGN_OR_RETURN(compared_,
                             CompareFrom(source_.store(), there->store(), compared_,
                                         std::min<int64_t>(kAnswers, reached_.leaves - compared_)));
    PROBITY_RETURN_IF_ERROR(
        told({.phase = Phase::kAnswering, .leaves = compared_, .total = reached_.leaves}));
  }
  return absl::OkStatus();
}

absl::Status Mover::Finish(Told told) {
  const auto quietly = [](const Progress&) { return absl::OkStatus(); };
  PROBITY_RETURN_IF_ERROR(source_.Accept(sql::Accepts::kReads));
  PROBITY_RETURN_IF_ERROR(
      told({.phase = Phase::kFinishing, .leaves = reached_.leaves, .total = reached_.leaves}));
  PROBITY_RETURN_IF_ERROR(CopyLeaves(quietly));
  PROBITY_RETURN_IF_ERROR(Verify(quietly));
  PROBITY_RETURN_IF_ERROR(CompareAnswers(quietly));
  PROBITY_ASSIGN_OR_RETURN(const int64_t epoch, PutClock());
  PROBITY_RETURN_IF_ERROR(source_.Accept(sql::Accepts::kNothing));
  PROBITY_RETURN_IF_ERROR(CopyAccessLogs());
  PROBITY_RETURN_IF_ERROR(HandOver(epoch));
  // Whoever waits for this learns it or finds it out: nothing can be undone any more.
  (void)told({.phase = Phase::kMoved, .leaves = reached_.leaves, .total = reached_.leaves});
  return absl::OkStatus();
}

// The clock as it is, and the ids that an epoch skipped: what belongs to no leaf.
absl::StatusOr<int64_t> Mover::PutClock() {
  Clock clock;
  std::vector<CopiedRow> entities;
  PROBITY_RETURN_IF_ERROR(source_.engine().Read([&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(clock, ClockIn(session));
    PROBITY_ASSIGN_OR_RETURN(const int64_t last, LastEntity(session));
    PROBITY_ASSIGN_OR_RETURN(
        entities, ReadRows(session, Statement(sql::kMoving, "read_entities"),
                           {{{"after", reached_.last_entity}, {"last", last}}}, kEntity));
    return absl::OkStatus();
  }));
  if (clock.leaves != reached_.leaves) return StillUsed();
  PROBITY_RETURN_IF_ERROR(RunOn(data_writer_, [&](Session& session) -> absl::Status {
    for (const CopiedRow& entity : entities) {
      PROBITY_RETURN_IF_ERROR(Put(session, Statement(sql::kMoving, "put_entity"), kEntity, entity));
    }
    return session
        .Execute(Statement(sql::kMoving, "set_clock"), {{{"epoch", clock.epoch},
                                                         {"sequence", clock.sequence},
                                                         {"leaves", clock.leaves},
                                                         {"recorded_time", clock.recorded_time}}})
        .status();
  }));
  if (!entities.empty()) reached_.last_entity = IntegerOf(entities.back()[0]);
  return clock.epoch;
}

absl::Status Mover::HandOver(int64_t epoch) {
  PROBITY_ASSIGN_OR_RETURN(
      const auto own, Rows(source_.engine(), Statement(sql::kMoving, "read_own_row"), {}, kOwnRow));
  if (own.empty()) return StillUsed();
  const absl::Status marked = Mark(source_.writer(), epoch, {reached_.leaves, access_});
  if (!marked.ok()) return absl::IsUnavailable(marked) ? Stay(marked) : marked;
  bool tried = false;  // What was not is known not to be committed.
  const absl::Status given = RunOn(data_writer_, [&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Clock there, ClockIn(session));
    if (there.epoch != epoch) return StillUsed();
    tried = true;
    return Put(session, Statement(sql::kRegister, "insert_register"), kOwnRow, own.front());
  });
  if (!given.ok()) {
    if (!tried) return Stay(given);
    const absl::StatusOr<bool> moved =
        HasMoved({source_.engine(), source_.key_engine()}, destination_.engines);
    if (!moved.ok()) return Undecided();
    if (!*moved) return Stay(given);
  }
  (void)Retire(source_.writer());  // Marked, it is not opened again either.
  return absl::OkStatus();
}

absl::Status Mover::Stay(const absl::Status& why) {
  return Unmark(source_.writer()).ok() ? why : Undecided();
}

}  // namespace probity::moving
