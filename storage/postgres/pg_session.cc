#include "storage/postgres/pg_session.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/statements/engine.sql.h"
#include "storage/sql/statement.h"

namespace probity::postgres {
namespace {

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
  if (connection_.IsNew(statement, plan)) PROBITY_RETURN_IF_ERROR(pipeline_.Finish());
  Ready ready;
  PROBITY_ASSIGN_OR_RETURN(ready.prepared, connection_.Prepare(statement, plan));
  PROBITY_RETURN_IF_ERROR(ready.values.Bind(*ready.prepared, params));
  ++work_.statements;
  return ready;
}

absl::StatusOr<Result> PgSession::Run(const Ready& ready) {
  if (defers_) return pipeline_.Run(*ready.prepared, ready.values);
  return connection_.Execute(*ready.prepared, ready.values.values(), ready.values.lengths());
}

absl::StatusOr<int64_t> PgSession::Execute(const sql::StatementText& statement,
                                           sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(const Ready ready, Prepare(statement, sql::Plan::kNow, params));
  int64_t written = 1;
  if (defers_ && ready.prepared->writes_one_row) {
    PROBITY_RETURN_IF_ERROR(pipeline_.Defer(*ready.prepared, ready.values, std::nullopt));
  } else {
    PROBITY_ASSIGN_OR_RETURN(const Result result, Run(ready));
    if (PQntuples(result.get()) > 0) return Internal("a statement without an answer gave a row");
    // Empty for what counts no rows.
    if (!absl::SimpleAtoi(PQcmdTuples(result.get()), &written)) written = 0;
  }
  work_.rows_written += written;
  return written;
}

absl::StatusOr<int64_t> PgSession::Insert(const sql::StatementText& statement, sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(const Ready ready, Prepare(statement, sql::Plan::kNow, params));
  const auto last = last_keys_.find(&statement);
  int64_t key = 0;
  if (defers_ && last != last_keys_.end()) {
    key = last->second + 1;
    PROBITY_RETURN_IF_ERROR(pipeline_.Defer(*ready.prepared, ready.values, key));
  } else {
    PROBITY_ASSIGN_OR_RETURN(const Result result, Run(ready));
    if (PQntuples(result.get()) != 1) {
      return Internal("an INSERT of one row inserted another number");
    }
    key = ResultRow(result.get(), 0).integer(0);
  }
  last_keys_[&statement] = key;
  ++work_.rows_written;
  return key;
}

absl::Status PgSession::Query(const sql::StatementText& statement, sql::Plan plan,
                              sql::Params params,
                              absl::FunctionRef<absl::Status(const sql::Row&)> each) {
  PROBITY_ASSIGN_OR_RETURN(const Ready ready, Prepare(statement, plan, params));
  PROBITY_ASSIGN_OR_RETURN(const Result result, Run(ready));
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
