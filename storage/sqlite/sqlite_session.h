// sql::Session over one connection with an open transaction.
#ifndef PROBITY_STORAGE_SQLITE_SQLITE_SESSION_H_
#define PROBITY_STORAGE_SQLITE_SQLITE_SESSION_H_

#include "storage/sql/session.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// Work::rows_visited is an upper bound made from SQLite's step counter, since Debian's library is
// built without scan statistics; README.md says how.
class SqliteSession final : public sql::Session {
 public:
  explicit SqliteSession(Connection& connection) : connection_(connection) {}
  absl::StatusOr<int64_t> Execute(const sql::StatementText& statement, sql::Params params) override;
  absl::Status Query(const sql::StatementText& statement, sql::Plan plan, sql::Params params,
                     absl::FunctionRef<absl::Status(const sql::Row&)> each) override;
  const sql::Work& work() const override { return work_; }

 private:
  Connection& connection_;
  sql::Work work_;
};

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_SQLITE_SESSION_H_
