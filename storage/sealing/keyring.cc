#include "storage/sealing/keyring.h"

#include <utility>

#include "absl/memory/memory.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "sodium.h"
#include "storage/sealing/key_wrap.h"

namespace probity::sealing {
namespace {

constexpr Purpose kPurposes[] = {Purpose::kNames, Purpose::kTokens, Purpose::kDigests,
                                 Purpose::kReferences};

SecretKey RandomKey(storage::Rng& rng) {
  SecretKey key;
  rng.Fill(absl::MakeSpan(key.data(), SecretKey::kBytes));
  return key;
}

KeyPlace PlaceOf(const RegisterId& id, Purpose purpose) {
  return {.register_id = id, .purpose = static_cast<uint16_t>(purpose), .id = {}};
}

KeyPlace PlaceOf(const RegisterId& register_id, const KeyId& id) {
  return {.register_id = register_id, .purpose = 0, .id = id};
}

}  // namespace

Keyring::Keyring(KeyStore& store, const SecretKey& root, storage::Rng& rng)
    : store_(store), rng_(rng), wrapping_key_(DeriveWrappingKey(root)) {}

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::Create(KeyStore& store, const SecretKey& root,
                                                         storage::Rng& rng) {
  if (sodium_init() < 0) return Internal("libsodium does not start");
  auto keyring = absl::WrapUnique(new Keyring(store, root, rng));
  RegisterRow row;
  rng.Fill(absl::MakeSpan(row.id));
  for (const Purpose purpose : kPurposes) {
    const SecretKey key = RandomKey(rng);
    row.keys.push_back({purpose, Wrap(keyring->wrapping_key_, PlaceOf(row.id, purpose), key, rng)});
    keyring->register_keys_.emplace(purpose, key);
  }
  PROBITY_RETURN_IF_ERROR(store.CreateRegister(row));
  keyring->register_id_ = row.id;
  return keyring;
}

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::Open(KeyStore& store, const SecretKey& root,
                                                       storage::Rng& rng) {
  if (sodium_init() < 0) return Internal("libsodium does not start");
  auto keyring = absl::WrapUnique(new Keyring(store, root, rng));
  const absl::StatusOr<RegisterRow> row = store.LoadRegister();
  if (absl::IsNotFound(row.status())) {
    return FailedPrecondition("the key store holds no register");
  }
  PROBITY_RETURN_IF_ERROR(row.status());
  keyring->register_id_ = row->id;
  for (const RegisterKeyRow& stored : row->keys) {
    absl::StatusOr<SecretKey> key =
        Unwrap(keyring->wrapping_key_, PlaceOf(row->id, stored.purpose), stored.key);
    if (!key.ok()) return FailedPrecondition("the root key does not open the register's keys");
    keyring->register_keys_.emplace(stored.purpose, *key);
  }
  for (const Purpose purpose : kPurposes) {
    if (keyring->register_keys_.count(purpose) == 0) {
      return DataLoss("a key of the register is missing");
    }
  }
  return keyring;
}

absl::StatusOr<KeyId> Keyring::Take() {
  const std::lock_guard lock(pool_mutex_);
  if (pool_.empty()) PROBITY_RETURN_IF_ERROR(FillPool());
  const KeyId id = pool_.back();
  pool_.pop_back();
  return id;
}

void Keyring::GiveBack(absl::Span<const KeyId> ids) {
  const std::lock_guard lock(pool_mutex_);
  pool_.insert(pool_.end(), ids.rbegin(), ids.rend());
}

absl::Status Keyring::FillPool() {
  // One random beginning and a counter: the keys of a pool lie side by side in the store.
  KeyId id;
  rng_.Fill(absl::MakeSpan(id));
  std::vector<DataKeyRow> rows;
  std::vector<SecretKey> keys;
  for (size_t i = 0; i < kPoolKeys; ++i) {
    id.back() = static_cast<uint8_t>(i);
    keys.push_back(RandomKey(rng_));
    rows.push_back({id, Wrap(wrapping_key_, PlaceOf(register_id_, id), keys.back(), rng_)});
  }
  PROBITY_RETURN_IF_ERROR(store_.AddKeys(rows));
  const std::lock_guard lock(cache_mutex_);
  for (size_t i = 0; i < kPoolKeys; ++i) {
    pool_.push_back(rows[i].id);
    Remember(rows[i].id, keys[i]);
  }
  return absl::OkStatus();
}

absl::StatusOr<SecretKey> Keyring::Find(const KeyId& id, absl::Time deadline) {
  {
    const std::lock_guard lock(cache_mutex_);
    if (const auto found = young_.find(id); found != young_.end()) return found->second;
    if (const auto found = old_.find(id); found != old_.end()) {
      const SecretKey key = found->second;
      Remember(id, key);
      return key;
    }
  }
  const absl::StatusOr<WrappedKey> wrapped = store_.FindKey(id, deadline);
  if (absl::IsNotFound(wrapped.status())) return NotFound();
  PROBITY_RETURN_IF_ERROR(wrapped.status());
  PROBITY_ASSIGN_OR_RETURN(const SecretKey key,
                           Unwrap(wrapping_key_, PlaceOf(register_id_, id), *wrapped));
  const std::lock_guard lock(cache_mutex_);
  Remember(id, key);
  return key;
}

void Keyring::Remember(const KeyId& id, const SecretKey& key) {
  if (young_.size() >= kCachedKeys) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(id, key);
}

}  // namespace probity::sealing
