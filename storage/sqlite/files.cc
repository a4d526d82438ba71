#include "storage/sqlite/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sync_folder.h"

namespace probity::sqlite {
namespace {

using storage::FolderOf;

absl::Status NameTaken() {
  return AlreadyExists("there is a file of this name").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
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

absl::Status SyncFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError("a file cannot be opened to be synced");
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced ? absl::OkStatus() : FileError("a file cannot be synced");
}

absl::Status SyncFolder(const std::string& path) {
  return storage::SyncFolder(path) ? absl::OkStatus() : FileError("a folder cannot be synced");
}

absl::Status SyncFolderOf(const std::string& path) { return SyncFolder(FolderOf(path)); }

absl::Status LinkToNew(const std::string& from, const std::string& to) {
  if (link(from.c_str(), to.c_str()) != 0) {
    if (errno == EEXIST) return NameTaken();
    return FileError("a file cannot be given its name");
  }
  return SyncFolderOf(to);
}

absl::Status RenameToNew(const std::string& from, const std::string& to) {
  PROBITY_RETURN_IF_ERROR(LinkToNew(from, to));
  if (unlink(from.c_str()) != 0) return FileError("a file cannot be renamed");
  return SyncFolderOf(to);
}

bool IsSameFile(const std::string& a, const std::string& b) {
  struct stat first;
  struct stat second;
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

absl::StatusOr<std::string> Resolve(const std::string& path) {
  const auto real = [](const std::string& name) {
    return std::unique_ptr<char, decltype(&std::free)>(realpath(name.c_str(), nullptr), &std::free);
  };
  if (const auto found = real(path); found != nullptr) return std::string(found.get());
  const auto folder = real(FolderOf(path));
  if (folder == nullptr) return FileError("the folder of a file cannot be found");
  return absl::StrCat(folder.get(), "/", path.substr(path.rfind('/') + 1));
}

absl::StatusOr<int64_t> FreeBytes(const std::string& path) {
  struct statvfs info;
  if (statvfs(FolderOf(path).c_str(), &info) != 0) {
    return FileError("the free space is not known");
  }
  return static_cast<int64_t>(info.f_bavail) * static_cast<int64_t>(info.f_frsize);
}

}  // namespace probity::sqlite
