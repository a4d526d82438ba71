// Wrapped keys in an SQL database of their own.
#ifndef PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_
#define PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_

#include <functional>
#include <mutex>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "storage/sealing/key_store.h"
#include "storage/sql/session.h"

namespace probity::sealing {

// Over an engine whose database has the schema of migrations_keys. The engine is this store's
// alone: nobody else may write through it. `now` is what the engine compares deadlines with.
class SqlKeyStore final : public KeyStore {
 public:
  // The longest that a key is looked up. Who waits holds a snapshot of the data, or its clock.
  static constexpr absl::Duration kLongestLookup = absl::Seconds(2);
  // After a call that the database has not answered, others are told UNAVAILABLE for so long
  // without asking it: those of one batch do not wait one after the other.
  static constexpr absl::Duration kSilence = absl::Milliseconds(500);

  SqlKeyStore(sql::Engine& engine, std::function<absl::Time()> now)
      : engine_(engine), now_(std::move(now)) {}

  absl::Status AddKeys(absl::Span<const DataKeyRow> keys) override;
  absl::StatusOr<WrappedKey> FindKey(const KeyId& id, absl::Time deadline) override;
  absl::Status CreateRegister(const RegisterRow& row) override;
  absl::StatusOr<RegisterRow> LoadRegister() override;

 private:
  absl::Status Write(std::function<absl::Status(sql::Session&)> body);
  // What `ask` says, of somebody who waits until `deadline`. What nobody has answered is told in
  // words of its own: whoever runs a body on the data must not take it for a fault of its own.
  absl::Status Ask(absl::Time deadline, absl::FunctionRef<absl::Status()> ask);
  bool IsSilent();

  sql::Engine& engine_;
  const std::function<absl::Time()> now_;
  std::mutex writer_;
  std::mutex mutex_;
  absl::Time silent_since_ = absl::InfinitePast();
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_SQL_KEY_STORE_H_
