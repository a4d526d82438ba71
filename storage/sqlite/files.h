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
absl::Status SyncFolderOf(const std::string& path);
// Gives `from` the name `to` durably; ALREADY_EXISTS, and nothing done, if that name is taken.
absl::Status RenameToNew(const std::string& from, const std::string& to);
// Bytes that an unprivileged process may still write into the folder of `path`.
absl::StatusOr<int64_t> FreeBytes(const std::string& path);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_FILES_H_
