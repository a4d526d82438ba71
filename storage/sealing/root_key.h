// The root key as a local file: 64 hexadecimal digits and a line end. Whoever has it and the key
// file reads the register; without it the register is lost.
#ifndef PROBITY_STORAGE_SEALING_ROOT_KEY_H_
#define PROBITY_STORAGE_SEALING_ROOT_KEY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/rng.h"
#include "storage/sealing/secret_key.h"

namespace probity::sealing {

// NOT_FOUND if there is no such file. FAILED_PRECONDITION if group or others may do anything with
// it, if it is no ordinary file, or if it holds anything but a key.
absl::StatusOr<SecretKey> ReadRootKey(const std::string& path);

// Makes a file of mode 0600, durable before this returns. ALREADY_EXISTS if there is a file of that
// name, whatever it holds.
absl::StatusOr<SecretKey> CreateRootKey(const std::string& path, storage::Rng& rng);

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_ROOT_KEY_H_
