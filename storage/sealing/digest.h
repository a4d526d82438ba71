// Keyed digests: they compare contents without keeping them, and cannot be tried out without the
// key.
#ifndef PROBITY_STORAGE_SEALING_DIGEST_H_
#define PROBITY_STORAGE_SEALING_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"
#include "storage/sealing/secret_key.h"

namespace probity::sealing {

// Thread-safe.
class Digester {
 public:
  explicit Digester(const SecretKey& key) : key_(key) {}

  // 32 bytes: BLAKE2b of the use's length (u32, big endian), the use and the bytes. `use` is a
  // constant of the caller ("request"), so that digests of two uses never meet.
  std::string Digest(absl::string_view use, absl::string_view bytes) const;

 private:
  const SecretKey key_;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_DIGEST_H_
