#include "storage/sqlite/sqlite_engine.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/files.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/sqlite_session.h"

namespace probity::sqlite {
namespace {

constexpr int64_t kPageBytes = 4096;
// A log that has grown to this many times the length of one checkpoint, because some reader was
// always in it, waits for its readers, and gives its disk back when there is a pause.
constexpr int64_t kLongLog = 4;

ConnectionOptions ConnectionOptionsOf(const SqliteOptions& options, int cache_kib) {
  return {.path = options.path,
          .vfs = options.vfs,
          .cache_kib = cache_kib,
          .busy_timeout_ms = options.busy_timeout_ms,
          .durability = options.durability};
}

FreeBytesFunction FreeBytesOf(const SqliteOptions& options) {
  if (options.free_bytes) return options.free_bytes;
  return [path = options.path] { return FreeBytes(path); };
}

absl::Status QuickCheck(Connection& connection) {
  PROBITY_ASSIGN_OR_RETURN(const std::string result, connection.QueryText("PRAGMA quick_check(1)"));
  if (result != "ok") return DataLoss("the database file is damaged");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteEngine>> SqliteEngine::Open(const SqliteOptions& given) {
  if (given.path.empty()) return Internal("the database needs a path");
  SqliteOptions options = given;
  PROBITY_ASSIGN_OR_RETURN(options.path, Resolve(given.path));
  if (options.readers < 1) return Internal("the database needs a reader");
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<LockFile> lock, LockFile::Acquire(options.path));
  std::unique_ptr<SqliteEngine> engine(new SqliteEngine(options, std::move(lock)));
  PROBITY_RETURN_IF_ERROR(engine->OpenConnections(options));
  engine->opened_ = true;
  return engine;
}

SqliteEngine::SqliteEngine(const SqliteOptions& options, std::unique_ptr<LockFile> lock)
    : fault_(options.fault == nullptr ? own_fault_ : *options.fault),
      lock_(std::move(lock)),
      writer_options_(ConnectionOptionsOf(options, options.writer_cache_kib)),
      reader_options_(ConnectionOptionsOf(options, options.reader_cache_kib)),
      space_(options.space, FreeBytesOf(options)),
      busy_timeout_ms_(options.busy_timeout_ms),
      longest_read_(options.longest_read),
      now_(options.now),
      checkpoint_every_(options.checkpoint_bytes / kPageBytes),
      restart_at_(kLongLog * checkpoint_every_) {}

SqliteEngine::~SqliteEngine() {
  readers_.reset();
  if (!opened_) return;
  if (!stopped()) Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, /*wait_ms=*/0);
  // The log is empty now, and its file can go.
  if (!stopped()) sqlite3_db_config(writer_->raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  writer_.reset();
  // A failure leaves the file marked open: the next start checks it.
  if (!stopped()) (void)lock_->MarkClosed();
}

absl::Status SqliteEngine::OpenConnections(const SqliteOptions& options) {
  PROBITY_RETURN_IF_ERROR(lock_->MarkOpen());
  if (options.vfs.empty() && !Exists(options.path)) {
    PROBITY_RETURN_IF_ERROR(CreatePrivate(options.path));
  }
  PROBITY_ASSIGN_OR_RETURN(writer_, Connection::Open(writer_options_, Role::kWriter, fault_));
  sqlite3_wal_hook(writer_->raw(), &OnCommit, this);
  if (!lock_->was_closed()) PROBITY_RETURN_IF_ERROR(QuickCheck(*writer_));
  PROBITY_RETURN_IF_ERROR(Migrate(*writer_, options.application_id, options.migrations));
  std::vector<std::unique_ptr<Connection>> readers;
  for (int i = 0; i < options.readers; ++i) {
    PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<Connection> reader,
                             Connection::Open(reader_options_, Role::kReader, fault_));
    PROBITY_RETURN_IF_ERROR(reader->QueryInteger("PRAGMA schema_version").status());
    readers.push_back(std::move(reader));
  }
  readers_ = std::make_unique<sql::ReaderPool<Connection>>(std::move(readers));
  space_.Refresh();
  return absl::OkStatus();
}

absl::Status SqliteEngine::Read(absl::Time deadline,
                                absl::FunctionRef<absl::Status(sql::Session&)> read) {
  if (stopped()) return StoppedError();
  PROBITY_RETURN_IF_ERROR(space_.CheckRead());
  const bool limited = deadline < absl::InfiniteFuture();
  const sql::ReaderPool<Connection>::Lease lease(
      *readers_, limited ? deadline - now_() : absl::InfiniteDuration());
  if (lease.connection() == nullptr) return DeadlineExceeded("no reader was free in time");
  Connection& connection = *lease.connection();
  PROBITY_RETURN_IF_ERROR(connection.Run("BEGIN"));
  if (limited) connection.RunUntil(std::min(deadline, now_() + longest_read_), now_);
  SqliteSession session(connection);
  const absl::Status status = read(session);
  connection.RunUntil(absl::InfiniteFuture(), now_);
  const absl::Status ended = connection.Run("COMMIT");
  if (stopped()) return StoppedError();
  return status.ok() ? ended : status;
}

// A batch's transaction on the one connection that writes.
class SqliteEngine::WriteTransaction final : public sql::BatchTransaction {
 public:
  explicit WriteTransaction(SqliteEngine& engine) : engine_(engine), writer_(*engine.writer_) {}

  absl::Status Begin() override {
    if (engine_.stopped()) return StoppedError();
    session_.emplace(writer_);
    return writer_.Run("BEGIN IMMEDIATE");
  }
  sql::Session& session() override { return *session_; }
  absl::Status Savepoint() override { return writer_.Run("SAVEPOINT job"); }
  absl::Status EndSavepoint(bool keep) override {
    return writer_.Run(keep ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
  }
  absl::Status End(absl::Status status) override {
    // A fault that a body has swallowed, or a body that ended the transaction: what is durable now
    // is not known.
    if (sqlite3_get_autocommit(writer_.raw()) != 0) engine_.fault_.Stop();
    if (engine_.stopped()) return StoppedError();
    if (status.ok()) status = writer_.Run("COMMIT");
    if (!status.ok() && !engine_.stopped() && !writer_.Run("ROLLBACK").ok()) engine_.fault_.Stop();
    return status;
  }
  sql::Failure failure() const override {
    return engine_.stopped() ? sql::Failure::kFinal : sql::Failure::kOfABody;
  }

 private:
  SqliteEngine& engine_;
  Connection& writer_;
  std::optional<SqliteSession> session_;  // Of the transaction that is open.
};

std::vector<absl::Status> SqliteEngine::RunBatch(absl::Span<const sql::Job> jobs) {
  space_.Refresh();
  std::vector<absl::Status> statuses(jobs.size());
  std::vector<const sql::Job*> admitted;
  std::vector<size_t> places;
  for (size_t i = 0; i < jobs.size(); ++i) {
    statuses[i] = stopped() ? StoppedError() : space_.CheckWrite(jobs[i].uses_reserve);
    if (!statuses[i].ok()) continue;
    admitted.push_back(&jobs[i]);
    places.push_back(i);
  }
  if (admitted.empty()) return statuses;
  WriteTransaction transaction(*this);
  std::vector<absl::Status> results = sql::RunJobs(transaction, admitted);
  if (stopped()) results.assign(results.size(), StoppedError());
  for (size_t i = 0; i < admitted.size(); ++i) {
    if (results[i].ok() && admitted[i]->committed) admitted[i]->committed();
    statuses[places[i]] = std::move(results[i]);
  }
  return statuses;
}

absl::Status SqliteEngine::Backup(const std::string& to) const {
  if (stopped()) return StoppedError();
  return sqlite::Backup(reader_options_, to);
}

void SqliteEngine::Maintain(sql::Pause pause) {
  if (stopped()) return;
  switch (pause) {
    case sql::Pause::kBetweenBatches:
      if (frames_ - frames_tried_ < checkpoint_every_) return;
      Checkpoint(frames_ < restart_at_ ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART,
                 busy_timeout_ms_);
      return;
    case sql::Pause::kIdle:
      space_.Refresh();
      if (frames_most_ >= kLongLog * checkpoint_every_) {
        Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, /*wait_ms=*/0);
      } else if (frames_ != frames_done_) {
        Checkpoint(SQLITE_CHECKPOINT_PASSIVE, /*wait_ms=*/0);
      }
      return;
  }
}

void SqliteEngine::Checkpoint(int mode, int wait_ms) {
  int in_log = 0;
  int done = 0;
  sqlite3_busy_timeout(writer_->raw(), wait_ms);
  const int code = sqlite3_wal_checkpoint_v2(writer_->raw(), nullptr, mode, &in_log, &done);
  sqlite3_busy_timeout(writer_->raw(), busy_timeout_ms_);
  const bool busy = (code & 0xff) == SQLITE_BUSY;  // A reader holds the log; later, then.
  if (!busy && !writer_->Checked(code).ok()) fault_.Stop();
  frames_tried_ = frames_;
  frames_done_ = done;
  if (mode == SQLITE_CHECKPOINT_TRUNCATE && !busy) frames_ = frames_most_ = frames_tried_ = 0;
  restart_at_ = busy ? 2 * frames_ : kLongLog * checkpoint_every_;
}

int SqliteEngine::OnCommit(void* engine, sqlite3* /*db*/, const char* /*schema*/, int frames) {
  auto* self = static_cast<SqliteEngine*>(engine);
  if (frames < self->frames_) self->frames_tried_ = self->frames_done_ = 0;  // The log began anew.
  self->frames_ = frames;
  self->frames_most_ = std::max(self->frames_most_, self->frames_);
  return SQLITE_OK;
}

std::string LibraryDescription() {
  return absl::StrCat(sqlite3_libversion(), " ", sqlite3_sourceid());
}

}  // namespace probity::sqlite
