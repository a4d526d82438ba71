// sql::Session over one connection with an open transaction.
#ifndef PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
#define PROBITY_STORAGE_POSTGRES_PG_SESSION_H_

#include "absl/container/flat_hash_map.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/pipeline.h"
#include "storage/postgres/values.h"
#include "storage/sql/session.h"

namespace probity::postgres {

// Whether Work::rows_visited is counted. The server's own counters are asked for it, once when the
// session begins and once for each look: for tests.
enum class Count { kStatements, kRowsToo };

// Whether a write is sent before the answers of those before it have come. Its errors then come
// with a later statement, or with Finish, and misled() tells to run the bodies again without.
enum class Deferring { kNo, kYes };

class PgSession final : public sql::Session {
 public:
  // Within a transaction.
  PgSession(Connection& connection, Count count, Deferring deferring);
  absl::StatusOr<int64_t> Execute(const sql::StatementText& statement, sql::Params params) override;
  absl::StatusOr<int64_t> Insert(const sql::StatementText& statement, sql::Params params) override;
  absl::Status Query(const sql::StatementText& statement, sql::Plan plan, sql::Params params,
                     absl::FunctionRef<absl::Status(const sql::Row&)> each) override;
  const sql::Work& work() const override;

  // Before anything else is done with the connection.
  absl::Status Finish() { return pipeline_.Finish(); }
  bool misled() const { return pipeline_.misled(); }

 private:
  struct Ready {
    const Connection::Prepared* prepared;
    BoundValues values;
  };
  absl::StatusOr<Ready> Prepare(const sql::StatementText& statement, sql::Plan plan,
                                sql::Params params);
  absl::StatusOr<Result> Run(const Ready& ready);
  int64_t RowsVisitedEver() const;

  Connection& connection_;
  const Count count_;
  const bool defers_;
  Pipeline pipeline_;
  // The last key that each INSERT has made in this transaction: the next one is the next number.
  absl::flat_hash_map<const sql::StatementText*, int64_t> last_keys_;
  const int64_t visited_before_;
  mutable sql::Work work_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
