// How a key is stored: README.md, "Keys".
#ifndef PROBITY_STORAGE_SEALING_KEY_WRAP_H_
#define PROBITY_STORAGE_SEALING_KEY_WRAP_H_

#include "absl/status/statusor.h"
#include "storage/rng.h"
#include "storage/sealing/key_store.h"
#include "storage/sealing/secret_key.h"

namespace probity::sealing {

// What a wrapped key is bound to: it unwraps as nothing else.
struct KeyPlace {
  RegisterId register_id = {};
  uint16_t purpose = 0;  // 0: a data key
  KeyId id = {};         // zeros for a register key
};

SecretKey DeriveWrappingKey(const SecretKey& root);

WrappedKey Wrap(const SecretKey& wrapping_key, const KeyPlace& place, const SecretKey& key,
                storage::Rng& rng);

// DATA_LOSS for another wrapping key or place, or a changed byte.
absl::StatusOr<SecretKey> Unwrap(const SecretKey& wrapping_key, const KeyPlace& place,
                                 const WrappedKey& wrapped);

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_KEY_WRAP_H_
