// sql::Session over one connection with an open transaction.
#ifndef PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
#define PROBITY_STORAGE_POSTGRES_PG_SESSION_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/pipeline.h"
#include "storage/postgres/row_group.h"
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
  absl::Status Query(const sql::StatementText& statement, sql::Plan plan, sql::Params params,
                     absl::FunctionRef<absl::Status(const sql::Row&)> each) override;
  // With deferring only.
  void Foresee(const sql::StatementText& statement, sql::Params params) override;
  const sql::Work& work() const override;

  // Before anything else is done with the connection.
  absl::Status Finish();
  bool misled() const { return pipeline_.misled(); }
  // From now on each answer is waited for. Before the first statement.
  void StopDeferring() { defers_ = false; }

 private:
  struct Ready {
    const Connection::Prepared* prepared;
    BoundValues values;
  };
  absl::StatusOr<Ready> Prepare(const sql::StatementText& statement, sql::Plan plan,
                                sql::Params params);
  absl::StatusOr<Result> Run(const Ready& ready);
  // Keeps a row for later, and sends what has been kept if that is much.
  absl::Status Gather(const Ready& ready);
  // Before whatever may look at the rows.
  absl::Status SendGathered();
  // What was foreseen of it; null if nothing was.
  absl::StatusOr<Result> TakeForeseen(const sql::StatementText& statement, sql::Plan plan,
                                      const Ready& ready);
  int64_t RowsVisitedEver() const;

  Connection& connection_;
  const Count count_;
  bool defers_;
  // Answers to what was foreseen, once they are there; each for one Query. Not moved: the pipeline
  // puts them here.
  std::map<std::pair<const sql::StatementText*, std::string>, Result> foreseen_;
  Pipeline pipeline_;
  std::vector<RowGroup> gathered_;  // In the order in which they are sent; some empty.
  size_t gathered_rows_ = 0;
  const int64_t visited_before_;
  mutable sql::Work work_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PG_SESSION_H_
