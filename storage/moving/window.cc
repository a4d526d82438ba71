#include "storage/moving/window.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/moving/statements/moving.sql.h"
#include "storage/sealing/statements/keys.sql.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::moving {

const CopiedColumns kEntity = {
    {"id", ColumnType::kInteger}, {"kind", ColumnType::kInteger}, {"key_id", ColumnType::kBlob}};
const CopiedColumns kLeaf = {{"leaf_index", ColumnType::kInteger},
                             {"sequence", ColumnType::kInteger},
                             {"recorded_time", ColumnType::kInteger},
                             {"principal", ColumnType::kText},
                             {"request_id", ColumnType::kText},
                             {"request_digest", ColumnType::kBlob},
                             {"method", ColumnType::kText},
                             {"resource", ColumnType::kText},
                             {"leaf", ColumnType::kBlob}};

namespace {

using sql::Session;
using sql::Statement;

const CopiedColumns kReferenceFile = {{"scheme", ColumnType::kText},
                                      {"version", ColumnType::kText},
                                      {"from_seq", ColumnType::kInteger},
                                      {"content", ColumnType::kBlob}};
const CopiedColumns kDataKey = {{"wrapped", ColumnType::kBlob}, {"commitment", ColumnType::kBlob}};

absl::Status NotAsCommitted() {
  return DataLoss("a row is not what its leaf commits to").Reason(v1::ERROR_REASON_DATA_DAMAGED);
}

}  // namespace

absl::Status RunOn(sql::Writer& writer, std::function<absl::Status(Session&)> body) {
  return writer.Run({.body = std::move(body), .committed = [] {}}, absl::InfiniteFuture());
}

absl::StatusOr<CopiedRow> ReadCommitted(Session& session, const CopiedTable& table,
                                        const ledger::RowCommit& commit) {
  PROBITY_ASSIGN_OR_RETURN(std::optional<CopiedRow> found,
                           table.Read(session, commit.entity, commit.from_seq));
  if (!found.has_value() || table.Digest(*found) != commit.sha256) return NotAsCommitted();
  return *std::move(found);
}

absl::StatusOr<Window> ReadWindow(sql::Engine& engine, const Reached& reached) {
  Window window;
  const auto read = [&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(
        std::vector<CopiedRow> rows,
        ReadRows(session, Statement(sql::kMoving, "read_leaves"),
                 {{{"from_leaf", reached.leaves}, {"limit", int64_t{kWindowLeaves}}}}, kLeaf));
    int64_t last = reached.last_entity;
    for (CopiedRow& row : rows) {
      Window::Leaf next;
      PROBITY_ASSIGN_OR_RETURN(next.leaf, ledger::DecodeWriteLeaf(BytesOf(row[kLeafBytes])));
      for (const ledger::RowCommit& commit : next.leaf.row_commits) {
        last = std::max(last, commit.entity);
        Window::Version version{
            .table = CopiedTable::For(commit.kind), .commit = commit, .row = {}};
        if (version.table == nullptr) return NotAsCommitted();
        if (commit.op != ledger::RowOp::kTombstone) {
          PROBITY_ASSIGN_OR_RETURN(version.row, ReadCommitted(session, *version.table, commit));
        }
        next.versions.push_back(std::move(version));
      }
      if (next.leaf.resources.size() > next.leaf.row_commits.size()) {
        PROBITY_ASSIGN_OR_RETURN(next.reference_files,
                                 ReadRows(session, Statement(sql::kMoving, "read_reference_files"),
                                          {sql::Param{"sequence", next.leaf.seq}}, kReferenceFile));
      }
      next.row = std::move(row);
      window.leaves.push_back(std::move(next));
    }
    PROBITY_ASSIGN_OR_RETURN(window.entities,
                             ReadRows(session, Statement(sql::kMoving, "read_entities"),
                                      {{{"after", reached.last_entity}, {"last", last}}}, kEntity));
    return absl::OkStatus();
  };
  PROBITY_RETURN_IF_ERROR(engine.Read(read));
  return window;
}

absl::Status CopyKeys(sql::Engine& from, sql::Writer& to, const Window& window) {
  const sql::StatementText& find = Statement(sql::kKeys, "find_data_key");
  std::vector<std::pair<CopiedRow, std::string>> keys;
  PROBITY_RETURN_IF_ERROR(from.Read([&](Session& session) -> absl::Status {
    for (const CopiedRow& entity : window.entities) {
      const std::string& id = BytesOf(entity[2]);
      if (id.empty()) continue;
      PROBITY_ASSIGN_OR_RETURN(
          std::vector<CopiedRow> found,
          ReadRows(session, find, {sql::Param{"id", sql::Blob{id}}}, kDataKey));
      // One that is not there was destroyed, and what it sealed with it.
      if (!found.empty()) keys.emplace_back(std::move(found.front()), id);
    }
    return absl::OkStatus();
  }));
  if (keys.empty()) return absl::OkStatus();
  return RunOn(to, [&](Session& session) -> absl::Status {
    for (const auto& [row, id] : keys) {
      PROBITY_ASSIGN_OR_RETURN(
          const std::vector<CopiedRow> there,
          ReadRows(session, find, {sql::Param{"id", sql::Blob{id}}}, kDataKey));
      if (!there.empty()) continue;  // Of a window that was stopped.
      PROBITY_RETURN_IF_ERROR(session
                                  .Execute(Statement(sql::kKeys, "insert_data_key"),
                                           {{{"id", sql::Blob{id}},
                                             {"wrapped", sql::Blob{BytesOf(row[0])}},
                                             {"commitment", sql::Blob{BytesOf(row[1])}}}})
                                  .status());
    }
    return absl::OkStatus();
  });
}

absl::Status WriteWindow(sql::Writer& writer, const Window& window) {
  return RunOn(writer, [&](Session& session) -> absl::Status {
    for (const CopiedRow& entity : window.entities) {
      PROBITY_RETURN_IF_ERROR(Put(session, Statement(sql::kMoving, "put_entity"), kEntity, entity));
    }
    for (const Window::Leaf& leaf : window.leaves) {
      for (const CopiedRow& file : leaf.reference_files) {
        PROBITY_RETURN_IF_ERROR(
            Put(session, Statement(sql::kRegister, "insert_reference_file"), kReferenceFile, file));
      }
      for (const Window::Version& version : leaf.versions) {
        if (version.commit.op != ledger::RowOp::kInsert) {
          PROBITY_RETURN_IF_ERROR(
              version.table->Close(session, version.commit.entity, version.commit.from_seq));
        }
        if (version.commit.op != ledger::RowOp::kTombstone) {
          PROBITY_RETURN_IF_ERROR(version.table->Insert(session, version.row));
        }
      }
      PROBITY_RETURN_IF_ERROR(
          Put(session, Statement(sql::kRegister, "insert_leaf"), kLeaf, leaf.row));
    }
    const ledger::WriteLeaf& last = window.leaves.back().leaf;
    return session
        .Execute(Statement(sql::kMoving, "set_clock"), {{{"epoch", last.epoch},
                                                         {"sequence", last.seq},
                                                         {"leaves", last.leaf_index + 1},
                                                         {"recorded_time", last.recorded_time_us}}})
        .status();
  });
}

}  // namespace probity::moving
