// sql::Session over one connection with an open transaction.
#ifndef PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
#define PROBITY_STORAGE_POSTGRES_PG_SESSION_H_

#include "storage/postgres/connection.h"
#include "storage/sql/session.h"

namespace probity::postgres {

// Whether Work::rows_visited is counted. The server's own counters are asked for it, once when the
// session begins and once for each look: for tests.
enum class Count { kStatements, kRowsToo };

class PgSession final : public sql::Session {
 public:
  // Within a transaction.
  PgSession(Connection& connection, Count count);
  absl::StatusOr<int64_t> Execute(const sql::StatementText& statement, sql::Params params) override;
  absl::StatusOr<int64_t> Insert(const sql::StatementText& statement, sql::Params params) override;
  absl::Status Query(const sql::StatementText& statement, sql::Plan plan, sql::Params params,
                     absl::FunctionRef<absl::Status(const sql::Row&)> each) override;
  const sql::Work& work() const override;

 private:
  absl::StatusOr<Result> Run(const sql::StatementText& statement, sql::Plan plan,
                             sql::Params params);
  int64_t RowsVisitedEver() const;

  Connection& connection_;
  const Count count_;
  const int64_t visited_before_;
  mutable sql::Work work_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
