#include "storage/postgres/pg_session.h"

#include "absl/strings/numbers.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/statements/engine.sql.h"
#include "storage/postgres/values.h"
#include "storage/sql/statement.h"

namespace probity::postgres {

constexpr const sql::StatementText& kRowsVisited = sql::Statement(kEngine, "rows_visited");

PgSession::PgSession(Connection& connection, Count count)
    : connection_(connection), count_(count), visited_before_(RowsVisitedEver()) {}

absl::StatusOr<Result> PgSession::Run(const sql::StatementText& statement, sql::Plan plan,
                                      sql::Params params) {
  PROBITY_RETURN_IF_ERROR(connection_.CheckTime());
  PROBITY_ASSIGN_OR_RETURN(const Connection::Prepared* prepared,
                           connection_.Prepare(statement, plan));
  BoundValues bound;
  PROBITY_RETURN_IF_ERROR(bound.Bind(*prepared, params));
  ++work_.statements;
  return connection_.Execute(*prepared, bound.values(), bound.lengths());
}

absl::StatusOr<int64_t> PgSession::Execute(const sql::StatementText& statement,
                                           sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(const Result result, Run(statement, sql::Plan::kNow, params));
  if (PQntuples(result.get()) > 0) return Internal("a statement without an answer gave a row");
  int64_t written = 0;
  // Empty for what counts no rows.
  if (!absl::SimpleAtoi(PQcmdTuples(result.get()), &written)) written = 0;
  work_.rows_written += written;
  return written;
}

absl::StatusOr<int64_t> PgSession::Insert(const sql::StatementText& statement, sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(const Result result, Run(statement, sql::Plan::kNow, params));
  if (PQntuples(result.get()) != 1) return Internal("an INSERT of one row inserted another number");
  ++work_.rows_written;
  return ResultRow(result.get(), 0).integer(0);
}

absl::Status PgSession::Query(const sql::StatementText& statement, sql::Plan plan,
                              sql::Params params,
                              absl::FunctionRef<absl::Status(const sql::Row&)> each) {
  PROBITY_ASSIGN_OR_RETURN(const Result result, Run(statement, plan, params));
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
