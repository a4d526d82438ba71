// One connection to a database file, set up by the rules of README.md, with its prepared
// statements.
#ifndef PROBITY_STORAGE_SQLITE_CONNECTION_H_
#define PROBITY_STORAGE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/sql/session.h"
#include "storage/sqlite/fault.h"

namespace probity::sqlite {

enum class Role {
  kWriter,  // Creates the file if it is not there. The only one that may checkpoint.
  kReader,  // Cannot write and cannot checkpoint.
  kCopy,    // Makes a copy that nobody else has open: no log, no syncs.
};

enum class Durability {
  kPowerLoss,     // synchronous=FULL
  kProcessCrash,  // synchronous=NORMAL: loses acknowledged writes. For the control of a test.
};

struct ConnectionOptions {
  std::string path;  // Without links: see Resolve in files.h.
  std::string vfs;   // Empty: the platform's own.
  int cache_kib = 8 * 1024;
  int busy_timeout_ms = 2000;
  Durability durability = Durability::kPowerLoss;
};

// Used by one thread at a time.
class Connection {
 public:
  // `fault` must outlive the connection.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          Role role, Fault& fault);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs SQL that takes no parameters and whose answer nobody needs.
  absl::Status Run(const char* sql);
  // The first column of the first row; NOT_FOUND if there is no row.
  absl::StatusOr<std::string> QueryText(const char* sql);
  absl::StatusOr<int64_t> QueryInteger(const char* sql);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, Finalize> raw;
    // In the order of their numbers, without the colon. SQLite finds a name by walking its list.
    std::vector<absl::string_view> parameters;
  };

  // A prepared statement for the caller alone. Give it back reset; a statement in use is prepared a
  // second time.
  absl::StatusOr<Statement> Take(const sql::StatementText& text, sql::Plan plan);
  void GiveBack(const sql::StatementText& text, sql::Plan plan, Statement statement);

  // Whatever runs past `deadline` is interrupted, and answers DEADLINE_EXCEEDED as Checked and
  // CheckTime do, until the next call. `now` must outlive that; it is asked every few thousand
  // steps.
  void RunUntil(absl::Time deadline, const std::function<absl::Time()>& now);
  // For work of many statements that are short.
  absl::Status CheckTime() const;

  absl::Status Checked(int code) { return Check(code, fault_); }
  sqlite3* raw() { return db_; }
  Fault& fault() { return fault_; }

 private:
  Connection(sqlite3* db, Fault& fault) : db_(db), fault_(fault) {}
  absl::Status Configure(const ConnectionOptions& options, Role role);
  absl::Status ConfigureWriter(Durability durability);
  absl::StatusOr<Statement> Prepare(const char* sql, unsigned flags);
  static int OnProgress(void* connection);

  sqlite3* const db_;
  Fault& fault_;
  absl::Time deadline_ = absl::InfiniteFuture();
  const std::function<absl::Time()>* now_ = nullptr;
  using Key = std::pair<const sql::StatementText*, sql::Plan>;
  absl::flat_hash_map<Key, std::vector<Statement>> free_;
};

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_CONNECTION_H_
