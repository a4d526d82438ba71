// The embedded engine: one SQLite file, one process, one writing connection, some readers.
#ifndef PROBITY_STORAGE_SQLITE_SQLITE_ENGINE_H_
#define PROBITY_STORAGE_SQLITE_SQLITE_ENGINE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/sql/batch.h"
#include "storage/sql/migrations.h"
#include "storage/sql/reader_pool.h"
#include "storage/sql/session.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/fault.h"
#include "storage/sqlite/lock_file.h"
#include "storage/sqlite/space_guard.h"

namespace probity::sqlite {

struct SqliteOptions {
  std::string path;
  sql::Migrations migrations;  // Borrowed during Open only.
  // What the file is for (PRAGMA application_id): another's is refused. 0: any.
  int32_t application_id = 0;
  int readers = 4;
  int writer_cache_kib = 64 * 1024;
  int reader_cache_kib = 8 * 1024;
  int busy_timeout_ms = 2000;
  int64_t checkpoint_bytes = int64_t{16} << 20;  // Of the log, while there is no pause.
  SpaceLimits space;
  FreeBytesFunction free_bytes;  // Empty: statvfs of the folder.
  // A snapshot with a deadline stays no longer than this: while it stays, the log cannot begin
  // anew.
  absl::Duration longest_read = absl::Seconds(2);
  std::function<absl::Time()> now = [] {
    return absl::Now();
  };                // What deadlines are compared with.
  std::string vfs;  // Empty: the platform's own. The lock file is always a real one.
  Durability durability = Durability::kPowerLoss;
  // Shared with the other engines of a register, which stop with this one: none of them can keep a
  // promise alone. Must outlive the engine. Null: a fault of its own.
  Fault* fault = nullptr;
};

class SqliteEngine final : public sql::Engine {
 public:
  // Opens the file, makes it if it is not there, and applies migrations. Checks the whole file
  // (quick_check) if the last process that had it open did not close it. Errors:
  // FAILED_PRECONDITION (open elsewhere, or made by a newer version), DATA_LOSS (the check failed),
  // UNAVAILABLE (the disk), INTERNAL (a migration is wrong).
  static absl::StatusOr<std::unique_ptr<SqliteEngine>> Open(const SqliteOptions& options);
  // Empties the log into the file and marks it closed, unless the engine has stopped.
  ~SqliteEngine() override;

  using sql::Engine::Read;
  absl::Status Read(absl::Time deadline,
                    absl::FunctionRef<absl::Status(sql::Session&)> read) override;
  std::vector<absl::Status> RunBatch(absl::Span<const sql::Job> jobs) override;
  // One file, one process.
  bool shared() const override { return false; }
  void AwaitChange(absl::Duration longest) override { absl::SleepFor(longest); }
  void Maintain(sql::Pause pause) override;
  bool stopped() const override { return fault_.stopped(); }
  // A checked copy, while others read and write: see backup.h. Thread-safe.
  absl::Status Backup(const std::string& to) const;
  // True if the last process did not close the file, or the file is new. For the start-up log.
  bool recovered() const { return !lock_->was_closed(); }
  const ConnectionOptions& reader_options() const { return reader_options_; }

 private:
  SqliteEngine(const SqliteOptions& options, std::unique_ptr<LockFile> lock);
  absl::Status OpenConnections(const SqliteOptions& options);
  class WriteTransaction;
  void Checkpoint(int mode, int wait_ms);
  static int OnCommit(void* engine, sqlite3* db, const char* schema, int frames);

  Fault own_fault_;
  Fault& fault_;
  const std::unique_ptr<LockFile> lock_;
  const ConnectionOptions writer_options_;
  const ConnectionOptions reader_options_;
  SpaceGuard space_;
  const int busy_timeout_ms_;
  const absl::Duration longest_read_;
  const std::function<absl::Time()> now_;
  // Of the log, in frames (pages), as of the last commit.
  const int64_t checkpoint_every_;
  int64_t frames_ = 0;
  int64_t frames_most_ = 0;   // Since its file was last cut to nothing.
  int64_t frames_tried_ = 0;  // When the last checkpoint began.
  int64_t frames_done_ = 0;   // What it reached.
  int64_t restart_at_;        // A log this long waits for its readers.
  bool opened_ = false;       // Else the file is left as it is, and unclosed.
  std::unique_ptr<Connection> writer_;
  std::unique_ptr<sql::ReaderPool<Connection>> readers_;
};

// Version and source id of the SQLite in use, for the start-up log: which bugs it has depends on
// it.
std::string LibraryDescription();

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_SQLITE_ENGINE_H_
