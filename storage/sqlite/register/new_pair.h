// The two files of a register while it is made: both are there afterwards, or neither.
#ifndef PROBITY_STORAGE_SQLITE_REGISTER_NEW_PAIR_H_
#define PROBITY_STORAGE_SQLITE_REGISTER_NEW_PAIR_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/sqlite/lock_file.h"

namespace probity::sqlite {

// Whoever makes a register works on data() and keys(), which stand beside the names to come, and
// then calls Publish. A process that is stopped on the way leaves no register, and the next Begin
// removes what it left; Publish gives the data file its name last, and without it there is none.
class NewPair {
 public:
  // ALREADY_EXISTS if a register, a part of one or the log of one is there; nothing of it is
  // touched. FAILED_PRECONDITION if it is open. UNAVAILABLE (disk).
  static absl::StatusOr<std::unique_ptr<NewPair>> Begin(const std::string& data_path,
                                                        const std::string& keys_path);
  // Removes both files, unless they were published.
  ~NewPair();
  NewPair(const NewPair&) = delete;
  NewPair& operator=(const NewPair&) = delete;

  const std::string& data() const { return data_; }
  const std::string& keys() const { return keys_; }

  // Both files have been closed by now. Durable when it returns OK. UNAVAILABLE if a file was not
  // closed cleanly, or the disk fails; ALREADY_EXISTS if somebody took a name meanwhile.
  absl::Status Publish();

 private:
  NewPair(const std::string& data_path, const std::string& keys_path,
          std::unique_ptr<LockFile> data_lock, std::unique_ptr<LockFile> keys_lock);
  void RemoveUnfinished() const;

  const std::string data_path_;
  const std::string keys_path_;
  const std::string data_;
  const std::string keys_;
  const std::unique_ptr<LockFile> data_lock_;
  const std::unique_ptr<LockFile> keys_lock_;
};

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_REGISTER_NEW_PAIR_H_
