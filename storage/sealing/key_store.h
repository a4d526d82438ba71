// Where wrapped keys are kept: apart from the data, so that destroying a key also reaches the
// backups of the data. Nothing in it is of use without the root key.
#ifndef PROBITY_STORAGE_SEALING_KEY_STORE_H_
#define PROBITY_STORAGE_SEALING_KEY_STORE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace probity::sealing {

// Random; names a data key for ever.
using KeyId = std::array<uint8_t, 16>;
// Random; stands in the data file and in the key file, so that files of two registers are never
// taken for a pair.
using RegisterId = std::array<uint8_t, 16>;

// What a register's own keys are for. Numbers are stored: never reuse one.
enum class Purpose : uint16_t {
  kNames = 1,       // opaque_id.h
  kTokens = 2,      // page tokens
  kDigests = 3,     // digest.h
  kReferences = 4,  // reference.h
};

// A key as it is stored: nonce (24), ciphertext (32), tag (16), and BLAKE2b-256 of the key, since
// XChaCha20-Poly1305 does not commit to one.
struct WrappedKey {
  std::array<uint8_t, 72> wrapped;
  std::array<uint8_t, 32> commitment;
};

struct DataKeyRow {
  KeyId id;
  WrappedKey key;
};

struct RegisterKeyRow {
  Purpose purpose;
  WrappedKey key;
};

struct RegisterRow {
  RegisterId id;
  std::vector<RegisterKeyRow> keys;
};

// Thread-safe. OK from a writing call means durable. Beside those named, errors are those of
// storage/sql/session.h.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  // All or none.
  virtual absl::Status AddKeys(absl::Span<const DataKeyRow> keys) = 0;
  // NOT_FOUND: there never was such a key, or it was destroyed. DEADLINE_EXCEEDED at `deadline`;
  // UNAVAILABLE before it, where the store does not answer: nobody waits for it for ever.
  virtual absl::StatusOr<WrappedKey> FindKey(const KeyId& id, absl::Time deadline) = 0;
  // ALREADY_EXISTS if the store has a register.
  virtual absl::Status CreateRegister(const RegisterRow& row) = 0;
  // NOT_FOUND if the store is new.
  virtual absl::StatusOr<RegisterRow> LoadRegister() = 0;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_KEY_STORE_H_
