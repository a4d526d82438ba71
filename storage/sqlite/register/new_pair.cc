#include "storage/sqlite/register/new_pair.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/register_part.h"
#include "storage/sqlite/files.h"

namespace probity::sqlite {
namespace {

using assembly::About;
using assembly::RegisterPart;

std::string Unfinished(const std::string& path) { return absl::StrCat(path, ".new"); }

absl::Status CheckNoneThere(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    if (Exists(path + suffix)) {
      return AlreadyExists("there is a register file already")
          .Reason(v1::ERROR_REASON_ALREADY_EXISTS);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckClosed(const std::string& path) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<LockFile> lock, LockFile::Acquire(path));
  if (!lock->was_closed() || Exists(path + "-wal")) {
    return FileError("a file of the new register could not be closed");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<NewPair>> NewPair::Begin(const std::string& data_path,
                                                        const std::string& keys_path) {
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<LockFile> data_lock,
                           About({RegisterPart::kData}, LockFile::Acquire(data_path)));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<LockFile> keys_lock,
                           About({RegisterPart::kKeys}, LockFile::Acquire(keys_path)));
  // Stopped between its two names: a key file that is still the unfinished one as well.
  if (!Exists(data_path) && IsSameFile(keys_path, Unfinished(keys_path))) {
    unlink(keys_path.c_str());
  }
  PROBITY_RETURN_IF_ERROR(About({RegisterPart::kData}, CheckNoneThere(data_path)));
  PROBITY_RETURN_IF_ERROR(About({RegisterPart::kKeys}, CheckNoneThere(keys_path)));
  std::unique_ptr<NewPair> pair(
      new NewPair(data_path, keys_path, std::move(data_lock), std::move(keys_lock)));
  pair->RemoveUnfinished();
  // Until they are published, what may get these names counts as not closed.
  PROBITY_RETURN_IF_ERROR(About({RegisterPart::kData}, pair->data_lock_->MarkOpen()));
  PROBITY_RETURN_IF_ERROR(About({RegisterPart::kKeys}, pair->keys_lock_->MarkOpen()));
  return pair;
}

NewPair::NewPair(const std::string& data_path, const std::string& keys_path,
                 std::unique_ptr<LockFile> data_lock, std::unique_ptr<LockFile> keys_lock)
    : data_path_(data_path),
      keys_path_(keys_path),
      data_(Unfinished(data_path)),
      keys_(Unfinished(keys_path)),
      data_lock_(std::move(data_lock)),
      keys_lock_(std::move(keys_lock)) {}

NewPair::~NewPair() { RemoveUnfinished(); }

absl::Status NewPair::Publish() {
  for (const std::string& path : {keys_, data_}) {
    PROBITY_RETURN_IF_ERROR(CheckClosed(path));
    PROBITY_RETURN_IF_ERROR(SyncFile(path));
  }
  PROBITY_RETURN_IF_ERROR(LinkToNew(keys_, keys_path_));
  if (absl::Status status = LinkToNew(data_, data_path_); !status.ok()) {
    unlink(keys_path_.c_str());
    return status;
  }
  PROBITY_RETURN_IF_ERROR(keys_lock_->MarkClosed());
  return data_lock_->MarkClosed();
}

void NewPair::RemoveUnfinished() const {
  for (const std::string& path : {data_, keys_}) {
    for (const char* suffix :
         {"", "-wal", "-shm", "-journal", "-lock", ".partial", ".partial-journal"}) {
      unlink((path + suffix).c_str());
    }
  }
}

}  // namespace probity::sqlite
