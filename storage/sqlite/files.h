// The few things done to files beside SQLite.
#ifndef PROBITY_STORAGE_SQLITE_FILES_H_
#define PROBITY_STORAGE_SQLITE_FILES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::sqlite {

// What every failed work on a file answers: UNAVAILABLE. `what` is a constant.
absl::Status FileError(absl::string_view what);

bool Exists(const std::string& path);
// Makes an empty file that only its owner may read. ALREADY_EXISTS if there is one.
absl::Status CreatePrivate(const std::string& path);
absl::Status SyncFile(const std::string& path);
absl::Status SyncFolder(const std::string& path);
absl::Status SyncFolderOf(const std::string& path);
// Gives `from` the name `to` too, durably; ALREADY_EXISTS, and nothing done, if that name is taken.
absl::Status LinkToNew(const std::string& from, const std::string& to);
// The same, and takes the old name away.
absl::Status RenameToNew(const std::string& from, const std::string& to);
// Two names of one file that is there.
bool IsSameFile(const std::string& a, const std::string& b);
// The one name of a file that need not be there yet, without links on the way. UNAVAILABLE if there
// is no such folder.
absl::StatusOr<std::string> Resolve(const std::string& path);
// Bytes that an unprivileged process may still write into the folder of `path`.
absl::StatusOr<int64_t> FreeBytes(const std::string& path);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_FILES_H_
