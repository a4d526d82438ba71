// The side file that keeps a database to one process, and tells whether its last life ended well.
#ifndef PROBITY_STORAGE_SQLITE_LOCK_FILE_H_
#define PROBITY_STORAGE_SQLITE_LOCK_FILE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace probity::sqlite {

// Holds an exclusive flock for its life. README.md, rule 1; never on the database file itself,
// whose POSIX locks would be dropped when we close it.
class LockFile {
 public:
  // Locks "<database_path>-lock", made if it is not there and never removed. A path that is a link
  // is followed first, so that one file has one lock. FAILED_PRECONDITION if another holder lives,
  // in this process too. UNAVAILABLE if the folder cannot be used.
  static absl::StatusOr<std::unique_ptr<LockFile>> Acquire(const std::string& database_path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

  // False unless the last holder marked it closed.
  bool was_closed() const { return was_closed_; }
  // Durable when they return OK.
  absl::Status MarkOpen();
  absl::Status MarkClosed();

 private:
  LockFile(int fd, bool was_closed) : fd_(fd), was_closed_(was_closed) {}

  const int fd_;
  const bool was_closed_;
};

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_LOCK_FILE_H_
