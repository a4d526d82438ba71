// Which part of a register an error is about. Texts of errors are constants and name no path:
// whoever chose the paths says which it is.
#ifndef PROBITY_STORAGE_ASSEMBLY_REGISTER_PART_H_
#define PROBITY_STORAGE_ASSEMBLY_REGISTER_PART_H_

#include <initializer_list>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace probity::assembly {

enum class RegisterPart : char { kData = 'd', kKeys = 'k', kRootKey = 'r', kBackup = 'b' };

// The error, about these parts; as it is, if it says already which, or is OK.
absl::Status About(std::initializer_list<RegisterPart> parts, absl::Status status);

template <typename T>
absl::StatusOr<T> About(std::initializer_list<RegisterPart> parts, absl::StatusOr<T> result) {
  if (result.ok()) return result;
  return About(parts, result.status());
}

// In the order in which they were given; none if the error does not say.
std::vector<RegisterPart> PartsOf(const absl::Status& error);

}  // namespace probity::assembly

#endif  // PROBITY_STORAGE_ASSEMBLY_REGISTER_PART_H_
