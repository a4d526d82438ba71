#include "storage/postgres/pg_session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/statements/engine.sql.h"
#include "storage/sql/statement.h"

namespace probity::postgres {
namespace {

// What is gathered before it is sent: the server works on it while the next rows are made.
constexpr size_t kMostRows = 96;
constexpr size_t kMostBytes = 64 << 10;

constexpr const sql::StatementText& kRowsVisited = sql::Statement(kEngine, "rows_visited");

}  // namespace

PgSession::PgSession(Connection& connection, Count count, Deferring deferring)
    : connection_(connection),
      count_(count),
      defers_(deferring == Deferring::kYes && count == Count::kStatements),
      pipeline_(connection),
      visited_before_(RowsVisitedEver()) {}

absl::StatusOr<PgSession::Ready> PgSession::Prepare(const sql::StatementText& statement,
                                                    sql::Plan plan, sql::Params params) {
  PROBITY_RETURN_IF_ERROR(connection_.CheckTime());
  if (connection_.IsNew(statement, plan)) PROBITY_RETURN_IF_ERROR(pipeline_.Close());
  Ready ready;
  PROBITY_ASSIGN_OR_RETURN(ready.prepared, connection_.Prepare(statement, plan));
  PROBITY_RETURN_IF_ERROR(ready.values.Bind(*ready.prepared, params));
  ++work_.statements;
  return ready;
}

absl::StatusOr<Result> PgSession::Run(const Ready& ready) {
  PROBITY_RETURN_IF_ERROR(SendGathered());
  if (defers_) return pipeline_.Run(*ready.prepared, ready.values);
  return connection_.Execute(*ready.prepared, ready.values.values(), ready.values.lengths());
}

absl::StatusOr<int64_t> PgSession::Execute(const sql::StatementText& statement,
                                           sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(const Ready ready, Prepare(statement, sql::Plan::kNow, params));
  int64_t written = 1;
  if (defers_ && ready.prepared->for_many != nullptr) {
    PROBITY_RETURN_IF_ERROR(Gather(ready));
  } else if (defers_ && ready.prepared->writes_one_row) {
    PROBITY_RETURN_IF_ERROR(SendGathered());
    PROBITY_RETURN_IF_ERROR(pipeline_.Defer(*ready.prepared, ready.values));
  } else {
    PROBITY_ASSIGN_OR_RETURN(const Result result, Run(ready));
    if (PQntuples(result.get()) > 0) return Internal("a statement without an answer gave a row");
    // Empty for what counts no rows.
    if (!absl::SimpleAtoi(PQcmdTuples(result.get()), &written)) written = 0;
  }
  work_.rows_written += written;
  return written;
}

absl::Status PgSession::Gather(const Ready& ready) {
  auto group = std::find_if(gathered_.begin(), gathered_.end(),
                            [&](const RowGroup& one) { return &one.insert() == ready.prepared; });
  if (group == gathered_.end()) {
    const bool first = ready.prepared->goes_first;
    group = gathered_.emplace(first ? gathered_.begin() : gathered_.end(), *ready.prepared);
  }
  group->Add(ready.values);
  ++gathered_rows_;
  if (gathered_rows_ < kMostRows && group->bytes() < kMostBytes) return absl::OkStatus();
  PROBITY_RETURN_IF_ERROR(SendGathered());
  return pipeline_.Sync();
}

// Foreign keys point at entities, which go first.
absl::Status PgSession::SendGathered() {
  gathered_rows_ = 0;
  for (RowGroup& group : gathered_) {
    if (!group.empty()) PROBITY_RETURN_IF_ERROR(group.Defer(pipeline_));
  }
  return absl::OkStatus();
}

absl::Status PgSession::Finish() {
  const absl::Status sent = SendGathered();
  const absl::Status closed = pipeline_.Close();
  return sent.ok() ? closed : sent;
}

void PgSession::Foresee(const sql::StatementText& statement, sql::Params params) {
  // What is new is prepared where it is asked, and so told whose error it is.
  if (!defers_ || connection_.IsNew(statement, sql::Plan::kNow)) return;
  const absl::StatusOr<Ready> ready = Prepare(statement, sql::Plan::kNow, params);
  if (!ready.ok()) return;
  const auto [place, is_new] = foreseen_.try_emplace({&statement, ready->values.Key()});
  if (is_new) (void)pipeline_.Defer(*ready->prepared, ready->values, &place->second);
}

absl::StatusOr<Result> PgSession::TakeForeseen(const sql::StatementText& statement, sql::Plan plan,
                                               const Ready& ready) {
  if (foreseen_.empty() || plan != sql::Plan::kNow) return nullptr;
  const auto found = foreseen_.find({&statement, ready.values.Key()});
  if (found == foreseen_.end()) return nullptr;
  if (found->second == nullptr) PROBITY_RETURN_IF_ERROR(pipeline_.Settle());
  Result answer = std::move(found->second);
  foreseen_.erase(found);
  return answer;
}

absl::Status PgSession::Query(const sql::StatementText& statement, sql::Plan plan,
                              sql::Params params,
                              absl::FunctionRef<absl::Status(const sql::Row&)> each) {
  PROBITY_ASSIGN_OR_RETURN(const Ready ready, Prepare(statement, plan, params));
  PROBITY_ASSIGN_OR_RETURN(Result result, TakeForeseen(statement, plan, ready));
  if (result == nullptr) {
    PROBITY_ASSIGN_OR_RETURN(result, Run(ready));
  }
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    PROBITY_RETURN_IF_ERROR(each(ResultRow(result.get(), row)));
  }
  return absl::OkStatus();
}

const sql::Work& PgSession::work() const {
  if (count_ == Count::kRowsToo) work_.rows_visited = RowsVisitedEver() - visited_before_;
  return work_;
}

int64_t PgSession::RowsVisitedEver() const {
  if (count_ == Count::kStatements) return 0;
  const absl::StatusOr<const Connection::Prepared*> prepared =
      connection_.Prepare(kRowsVisited, sql::Plan::kNow);
  if (!prepared.ok()) return 0;
  const absl::StatusOr<Result> result = connection_.Execute(**prepared, {}, {});
  return result.ok() ? ResultRow(result->get(), 0).integer(0) : 0;
}

}  // namespace probity::postgres
