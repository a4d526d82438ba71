// A key store for tests of what stands above it. The real one is tested in tests/storage/sealing.
#ifndef PROBITY_TESTS_SUPPORT_MEMORY_KEY_STORE_H_
#define PROBITY_TESTS_SUPPORT_MEMORY_KEY_STORE_H_

#include <map>
#include <mutex>
#include <optional>

#include "proto/support/error.h"
#include "storage/sealing/key_store.h"

namespace probity::test {

class MemoryKeyStore final : public sealing::KeyStore {
 public:
  absl::Status AddKeys(absl::Span<const sealing::DataKeyRow> keys) override {
    const std::lock_guard lock(mutex_);
    ++commits;
    for (const sealing::DataKeyRow& row : keys) data_keys.emplace(row.id, row.key);
    return absl::OkStatus();
  }
  absl::StatusOr<sealing::WrappedKey> FindKey(const sealing::KeyId& id,
                                              absl::Time /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    ++lookups;
    const auto found = data_keys.find(id);
    if (found == data_keys.end()) return NotFound();
    return found->second;
  }
  absl::Status CreateRegister(const sealing::RegisterRow& row) override {
    if (register_row.has_value()) return AlreadyExists("a register exists");
    register_row = row;
    return absl::OkStatus();
  }
  absl::StatusOr<sealing::RegisterRow> LoadRegister() override {
    if (!register_row.has_value()) return NotFound();
    return *register_row;
  }

  int commits = 0;
  int lookups = 0;
  std::map<sealing::KeyId, sealing::WrappedKey> data_keys;
  std::optional<sealing::RegisterRow> register_row;

 private:
  std::mutex mutex_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_MEMORY_KEY_STORE_H_
