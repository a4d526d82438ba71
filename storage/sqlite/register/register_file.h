// Which of a register's files an error is about. Texts of errors are constants and name no path:
// whoever chose the paths says which it is.
#ifndef PROBITY_STORAGE_SQLITE_REGISTER_REGISTER_FILE_H_
#define PROBITY_STORAGE_SQLITE_REGISTER_REGISTER_FILE_H_

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace probity::sqlite {

enum class RegisterFile : char { kData = 'd', kKeys = 'k', kRootKey = 'r', kBackup = 'b' };

// The error, about these files; as it is, if it says already which, or is OK.
absl::Status About(std::initializer_list<RegisterFile> files, absl::Status status);

template <typename T>
absl::StatusOr<T> About(std::initializer_list<RegisterFile> files, absl::StatusOr<T> result) {
  if (result.ok()) return result;
  return About(files, result.status());
}

// In the order in which they were given; none if the error does not say.
std::vector<RegisterFile> FilesOf(const absl::Status& error);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_REGISTER_REGISTER_FILE_H_
