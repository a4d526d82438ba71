// Wrapped keys in an SQL database of their own.
#ifndef PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_
#define PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_

#include <mutex>

#include "storage/sealing/key_store.h"
#include "storage/sql/session.h"

namespace probity::sealing {

// Over an engine whose database has the schema of migrations_keys. The engine is this store's
// alone: nobody else may write through it.
class SqlKeyStore final : public KeyStore {
 public:
  explicit SqlKeyStore(sql::Engine& engine) : engine_(engine) {}

  absl::Status AddKeys(absl::Span<const DataKeyRow> keys) override;
  absl::StatusOr<WrappedKey> FindKey(const KeyId& id) override;
  absl::Status CreateRegister(const RegisterRow& row) override;
  absl::StatusOr<RegisterRow> LoadRegister() override;

 private:
  absl::Status Write(std::function<absl::Status(sql::Session&)> body);

  sql::Engine& engine_;
  std::mutex writer_;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_
