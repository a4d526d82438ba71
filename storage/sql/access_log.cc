// The access log (sql_store.h).
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/leaf.h"
#include "storage/sql/counting.h"
#include "storage/sql/sql_store.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kInsertAccessLeaf = Statement(kRegister, "insert_access_leaf");

}  // namespace

absl::Status SqlStore::AppendAccess(Session& session, const storage::AccessEntry& entry) const {
  PROBITY_RETURN_IF_ERROR(CheckAccepts(Accepts::kReads));
  ledger::AccessLeaf leaf{.instance = absl::StrCat(options_.instance),
                          .leaf_index = 0,
                          .recorded_time_us = absl::ToUnixMicros(entry.caller.now),
                          .principal = entry.caller.viewer.principal,
                          .organisation = entry.caller.viewer.organisation,
                          .method = entry.caller.method,
                          .request_id = entry.caller.request_id,
                          .code = static_cast<int32_t>(entry.code),
                          .reason = entry.reason,
                          .resource = entry.resource,
                          .rows = entry.rows,
                          .digest = entry.digest,
                          .build = options_.build};
  PROBITY_ASSIGN_OR_RETURN(leaf.leaf_index, NextAccessLeaf(session, options_.instance));
  const std::string bytes = ledger::Encode(leaf);
  return session
      .Execute(kInsertAccessLeaf, {{{"instance", options_.instance},
                                    {"leaf_index", leaf.leaf_index},
                                    {"recorded_time", leaf.recorded_time_us},
                                    {"leaf", Blob{bytes}}}})
      .status();
}

// Without the caller's deadline: a call that came too late is logged all the same, and the writer's
// queue is the bound.
absl::Status SqlStore::LogAccess(const storage::AccessEntry& entry) {
  return parts_.writer.Run({.body = [&](Session& session) { return AppendAccess(session, entry); },
                            .committed = [] {},
                            .uses_reserve = true},
                           absl::InfiniteFuture());
}

void SqlStore::StartLogAccess(storage::AccessEntry entry, Done done) {
  parts_.writer.Submit({.body = [this, entry = std::move(entry)](
                                    Session& session) { return AppendAccess(session, entry); },
                        .committed = [] {},
                        .uses_reserve = true},
                       absl::InfiniteFuture(), std::move(done));
}

}  // namespace probity::sql
