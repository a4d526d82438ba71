#include "storage/sqlite/files.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

#include "proto/support/error.h"

namespace probity::sqlite {
namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status NameTaken() {
  return AlreadyExists("there is a file of this name").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
}

absl::Status Sync(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return FileError("a file cannot be opened to be synced");
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced ? absl::OkStatus() : FileError("a file cannot be synced");
}

}  // namespace

absl::Status FileError(absl::string_view what) {
  return Unavailable(what).Reason(v1::ERROR_REASON_STORE_STOPPED);
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

absl::Status CreatePrivate(const std::string& path) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    close(fd);
    return absl::OkStatus();
  }
  if (errno == EEXIST) return NameTaken();
  return FileError("a file cannot be made");
}

absl::Status SyncFile(const std::string& path) { return Sync(path, O_RDONLY); }

absl::Status SyncFolderOf(const std::string& path) {
  return Sync(FolderOf(path), O_RDONLY | O_DIRECTORY);
}

absl::Status RenameToNew(const std::string& from, const std::string& to) {
  if (link(from.c_str(), to.c_str()) != 0) {
    if (errno == EEXIST) return NameTaken();
    return FileError("a file cannot be given its name");
  }
  if (unlink(from.c_str()) != 0) return FileError("a file cannot be renamed");
  return SyncFolderOf(to);
}

absl::StatusOr<int64_t> FreeBytes(const std::string& path) {
  struct statvfs info;
  if (statvfs(FolderOf(path).c_str(), &info) != 0) {
    return FileError("the free space is not known");
  }
  return static_cast<int64_t>(info.f_bavail) * static_cast<int64_t>(info.f_frsize);
}

}  // namespace probity::sqlite
