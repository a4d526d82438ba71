#include "storage/sqlite/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sqlite/files.h"

namespace probity::sqlite {
namespace {

constexpr char kOpenMark = 'o';
constexpr char kClosedMark = 'c';

absl::Status WriteMark(int fd, char mark) {
  if (pwrite(fd, &mark, 1, 0) != 1 || fsync(fd) != 0) {
    return FileError("the lock file cannot be written");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<LockFile>> LockFile::Acquire(const std::string& database_path) {
  PROBITY_ASSIGN_OR_RETURN(const std::string database, Resolve(database_path));
  const std::string path = database + "-lock";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return FileError("the folder of the database cannot be written");
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    close(fd);
    if (held) {
      return FailedPrecondition("the database is open in another process")
          .Reason(v1::ERROR_REASON_REGISTER_IN_USE);
    }
    return FileError("the lock file cannot be locked");
  }
  char mark = 0;
  const bool was_closed = pread(fd, &mark, 1, 0) == 1 && mark == kClosedMark;
  std::unique_ptr<LockFile> lock(new LockFile(fd, was_closed));
  PROBITY_RETURN_IF_ERROR(SyncFolderOf(path));
  return lock;
}

LockFile::~LockFile() { close(fd_); }

absl::Status LockFile::MarkOpen() { return WriteMark(fd_, kOpenMark); }

absl::Status LockFile::MarkClosed() { return WriteMark(fd_, kClosedMark); }

}  // namespace probity::sqlite
