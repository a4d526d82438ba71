// The keys of a register: unwrapped here, and only here, by the root key.
#ifndef PROBITY_STORAGE_SEALING_KEYRING_H_
#define PROBITY_STORAGE_SEALING_KEYRING_H_

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/rng.h"
#include "storage/sealing/key_store.h"
#include "storage/sealing/secret_key.h"

namespace probity::sealing {

// Thread-safe. Borrows the store and the source of randomness.
class Keyring {
 public:
  // Makes a register's id and its own keys. ALREADY_EXISTS if the store has them.
  static absl::StatusOr<std::unique_ptr<Keyring>> Create(KeyStore& store, const SecretKey& root,
                                                         storage::Rng& rng);
  // FAILED_PRECONDITION for a new store, or another root key than the one it was made with.
  static absl::StatusOr<std::unique_ptr<Keyring>> Open(KeyStore& store, const SecretKey& root,
                                                       storage::Rng& rng);

  const RegisterId& register_id() const { return register_id_; }
  // The register's own key for a purpose; valid as long as the keyring.
  const SecretKey& ForRegister(Purpose purpose) const { return register_keys_.at(purpose); }

  // A key that nobody has had, durable before this returns. One call in kPoolKeys waits for a
  // commit of the key store. A key that was taken and neither used nor given back is lost, which
  // does no harm.
  absl::StatusOr<KeyId> Take();
  // Keys that were taken for a write that was rolled back: nothing they sealed was kept.
  void GiveBack(absl::Span<const KeyId> ids);

  // NOT_FOUND: the key was destroyed, and what it sealed is erased. DATA_LOSS: it was tampered
  // with. A key that is not in memory is looked up: errors and deadline of KeyStore::FindKey.
  absl::StatusOr<SecretKey> Find(const KeyId& id, absl::Time deadline = absl::InfiniteFuture());

  static constexpr size_t kPoolKeys = 256;  // counted in the last byte of an id
  // How many unwrapped keys stay in memory, at most; twice this in all.
  static constexpr size_t kCachedKeys = 8192;

 private:
  Keyring(KeyStore& store, const SecretKey& root, storage::Rng& rng);
  // Under pool_mutex_.
  absl::Status FillPool();
  // Under cache_mutex_.
  void Remember(const KeyId& id, const SecretKey& key);

  KeyStore& store_;
  storage::Rng& rng_;
  const SecretKey wrapping_key_;
  RegisterId register_id_ = {};
  std::map<Purpose, SecretKey> register_keys_;

  std::mutex pool_mutex_;
  std::vector<KeyId> pool_;

  // Two generations: what is used moves to the young one; when that is full, the old one goes.
  std::mutex cache_mutex_;
  absl::flat_hash_map<KeyId, SecretKey> young_;
  absl::flat_hash_map<KeyId, SecretKey> old_;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_KEYRING_H_
