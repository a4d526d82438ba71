// The engine over a PostgreSQL server: one connection that writes, some that read.
#ifndef PROBITY_STORAGE_POSTGRES_PG_ENGINE_H_
#define PROBITY_STORAGE_POSTGRES_PG_ENGINE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/postgres/hints.h"
#include "storage/postgres/link.h"
#include "storage/postgres/migrate.h"
#include "storage/postgres/pg_session.h"
#include "storage/sql/migrations.h"
#include "storage/sql/reader_pool.h"
#include "storage/sql/session.h"

namespace probity::postgres {

// What keeps the writers of several servers in one order: a row that each transaction locks first
// and looks at last. Both answer epoch and sequence.
struct ClockStatements {
  const sql::StatementText* lock;
  const sql::StatementText* mark;
};

struct PgOptions {
  std::string
      conninfo;  // What libpq takes, words or a URI. Holds a password, perhaps: never shown.
  Schema schema = Schema::kData;
  sql::Migrations migrations;  // Borrowed during Open only.
  // None for a database whose rows do not depend on their order.
  const ClockStatements* clock = nullptr;
  int readers = 4;
  // A snapshot with a deadline stays no longer than this: while it stays, no dead row is removed.
  absl::Duration longest_read = absl::Seconds(2);
  // A batch that takes longer is given up: its server hangs without hanging up.
  absl::Duration longest_write = absl::Seconds(60);
  // What deadlines are compared with.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Accepts a server that may lose what it has confirmed (fsync = off). For tests.
  bool accepts_unsafe_server = false;
  Count count = Count::kStatements;
};

class PgEngine final : public sql::Engine {
 public:
  // Connects and applies migrations. Errors: UNAVAILABLE (cannot be reached, or takes no writes),
  // FAILED_PRECONDITION (a server that is too old or not safe, a database made by a newer version
  // or for something else), INTERNAL (a migration is wrong).
  static absl::StatusOr<std::unique_ptr<PgEngine>> Open(const PgOptions& options);

  using sql::Engine::Read;
  absl::Status Read(absl::Time deadline,
                    absl::FunctionRef<absl::Status(sql::Session&)> read) override;
  // Beside what Engine says: UNAVAILABLE and STORE_UNREACHABLE, after which the engine goes on.
  // Where the answer to COMMIT was lost the outcome is unknown, and `committed` has not been
  // called.
  std::vector<absl::Status> RunBatch(absl::Span<const sql::Job> jobs) override;
  bool shared() const override { return clock_ != nullptr; }
  // Woken by what the commits of other processes send, on a connection of its own.
  void AwaitChange(absl::Duration longest) override {
    hints_.Await(longest, writing_backend_.load(std::memory_order_relaxed));
  }
  // Connects again in a pause, so that the next caller need not.
  void Maintain(sql::Pause pause) override;
  // Of the server that it was opened on: "15.4 (Debian ...)".
  const std::string& server_version() const { return server_version_; }
  // True once the server was seen to lack what it had confirmed (README.md, rule 6).
  bool stopped() const override { return stopped_.load(std::memory_order_acquire); }

 private:
  class WriteTransaction;
  struct Mark {
    int64_t epoch = 0;
    int64_t sequence = 0;
  };

  explicit PgEngine(const PgOptions& options);
  void Stop() { stopped_.store(true, std::memory_order_release); }
  // Begins a read, on a connection that is made again if it was lost meanwhile; what runs on it
  // ends as Read says.
  absl::StatusOr<Connection*> BeginRead(Link& link, absl::Time deadline) const;
  // Until when something of a read may run that begins now.
  absl::Time EndOf(absl::Time deadline) const;

  const ClockStatements* const clock_;
  const absl::Duration longest_read_;
  const absl::Duration longest_write_;
  const std::function<absl::Time()> now_;
  const Count count_;
  std::string server_version_;
  std::atomic<bool> stopped_ = false;
  Hints hints_;
  std::atomic<int> writing_backend_ = 0;  // The server's process behind writer_.
  Link writer_;
  Mark confirmed_;  // The clock as of the last commit that was answered.
  sql::ReaderPool<Link> readers_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PG_ENGINE_H_
