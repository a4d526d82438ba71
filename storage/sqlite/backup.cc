#include "storage/sqlite/backup.h"

#include <unistd.h>

#include <memory>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sqlite/files.h"
#include "storage/sqlite/lock_file.h"

namespace probity::sqlite {
namespace {

constexpr int kAllPages = -1;

absl::Status CopyPages(Connection& from, Connection& to) {
  // Within one read transaction, so that a write does not make SQLite begin again.
  PROBITY_RETURN_IF_ERROR(from.Run("BEGIN"));
  sqlite3_backup* backup = sqlite3_backup_init(to.raw(), "main", from.raw(), "main");
  if (backup == nullptr) return to.Checked(sqlite3_extended_errcode(to.raw()));
  const int step = sqlite3_backup_step(backup, kAllPages);
  const int finish = sqlite3_backup_finish(backup);
  PROBITY_RETURN_IF_ERROR(from.Run("COMMIT"));
  if (step != SQLITE_DONE) return to.Checked(step);
  return to.Checked(finish);
}

absl::Status CheckAll(Connection& connection) {
  PROBITY_ASSIGN_OR_RETURN(const std::string result,
                           connection.QueryText("PRAGMA integrity_check(1)"));
  if (result != "ok") return DataLoss("the copy is damaged");
  return absl::OkStatus();
}

absl::Status CopyInto(const ConnectionOptions& from, const std::string& partial) {
  // Faults of its own: a full disk of backups does not stop the engine.
  Fault fault;
  const ConnectionOptions to = {.path = partial, .vfs = {}};
  {
    PROBITY_ASSIGN_OR_RETURN(const auto source, Connection::Open(from, Role::kReader, fault));
    PROBITY_ASSIGN_OR_RETURN(const auto copy, Connection::Open(to, Role::kCopy, fault));
    PROBITY_RETURN_IF_ERROR(CopyPages(*source, *copy));
  }
  {
    // Opened again, since the copy says of itself that it has a log: kCopy takes that away.
    PROBITY_ASSIGN_OR_RETURN(const auto copy, Connection::Open(to, Role::kCopy, fault));
    PROBITY_RETURN_IF_ERROR(CheckAll(*copy));
  }
  return SyncFile(partial);
}

absl::Status CopyChecked(const ConnectionOptions& from, const std::string& given_to) {
  PROBITY_ASSIGN_OR_RETURN(const std::string to, Resolve(given_to));
  if (Exists(to))
    return AlreadyExists("there is a file of this name").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
  const std::string partial = to + ".partial";
  PROBITY_RETURN_IF_ERROR(CreatePrivate(partial));
  absl::Status status = CopyInto(from, partial);
  if (status.ok()) status = RenameToNew(partial, to);
  if (!status.ok()) unlink(partial.c_str());
  return status;
}

}  // namespace

absl::Status Backup(const ConnectionOptions& from, const std::string& to) {
  return CopyChecked(from, to);
}

absl::Status Restore(const std::string& backup, const std::string& to) {
  if (!Exists(backup)) {
    return ErrorBuilder(absl::StatusCode::kNotFound, "there is no such backup")
        .Reason(v1::ERROR_REASON_NOT_FOUND);
  }
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<LockFile> lock, LockFile::Acquire(to));
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    if (Exists(to + suffix))
      return AlreadyExists("there is a database already").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
  }
  // Until it has been opened and closed once, it counts as not closed, and is checked.
  PROBITY_RETURN_IF_ERROR(lock->MarkOpen());
  PROBITY_ASSIGN_OR_RETURN(const std::string from, Resolve(backup));
  return CopyChecked({.path = from, .vfs = {}}, to);
}

}  // namespace probity::sqlite
