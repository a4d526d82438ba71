#include "storage/sealing/sql_key_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sealing/statements/keys.sql.h"
#include "storage/sql/statement.h"

namespace probity::sealing {
namespace {

constexpr const sql::StatementText& kInsertDataKey = sql::Statement(sql::kKeys, "insert_data_key");
constexpr const sql::StatementText& kFindDataKey = sql::Statement(sql::kKeys, "find_data_key");
constexpr const sql::StatementText& kInsertRegister =
    sql::Statement(sql::kKeys, "insert_key_register");
constexpr const sql::StatementText& kInsertRegisterKey =
    sql::Statement(sql::kKeys, "insert_register_key");
constexpr const sql::StatementText& kGetRegister = sql::Statement(sql::kKeys, "get_key_register");
constexpr const sql::StatementText& kListRegisterKeys =
    sql::Statement(sql::kKeys, "list_register_keys");

absl::Status KeysUnreachable() {
  return Unavailable("the keys cannot be reached")
      .Reason(v1::ERROR_REASON_STORE_UNREACHABLE)
      .RetryAfter(SqlKeyStore::kSilence);
}

template <size_t N>
sql::Blob BlobOf(const std::array<uint8_t, N>& bytes) {
  return {absl::string_view(reinterpret_cast<const char*>(bytes.data()), N)};
}

template <size_t N>
absl::StatusOr<std::array<uint8_t, N>> ArrayOf(absl::string_view bytes) {
  if (bytes.size() != N) return DataLoss("a stored key has the wrong length");
  std::array<uint8_t, N> array;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return array;
}

absl::StatusOr<WrappedKey> KeyAt(const sql::Row& row, int column) {
  WrappedKey key;
  PROBITY_ASSIGN_OR_RETURN(key.wrapped, ArrayOf<72>(row.bytes(column)));
  PROBITY_ASSIGN_OR_RETURN(key.commitment, ArrayOf<32>(row.bytes(column + 1)));
  return key;
}

}  // namespace

absl::Status SqlKeyStore::Write(std::function<absl::Status(sql::Session&)> body) {
  const sql::Job job = {.body = std::move(body), .committed = nullptr};
  const std::lock_guard lock(writer_);
  absl::Status status = Ask(absl::InfiniteFuture(), [&] {
    return engine_.RunBatch({&job, 1}).front();
  });
  engine_.Maintain(sql::Pause::kBetweenBatches);
  return status;
}

absl::Status SqlKeyStore::Ask(absl::Time deadline, absl::FunctionRef<absl::Status()> ask) {
  if (IsSilent()) return KeysUnreachable();
  absl::Status status = ask();
  const bool in_vain = absl::IsDeadlineExceeded(status) && now_() < deadline;
  if (!in_vain && ReasonOf(status) != v1::ERROR_REASON_STORE_UNREACHABLE) return status;
  const std::lock_guard lock(mutex_);
  silent_since_ = now_();
  return KeysUnreachable();
}

// A clock that was set back ends it too.
bool SqlKeyStore::IsSilent() {
  const absl::Time now = now_();
  const std::lock_guard lock(mutex_);
  return silent_since_ <= now && now < silent_since_ + kSilence;
}

absl::Status SqlKeyStore::AddKeys(absl::Span<const DataKeyRow> keys) {
  return Write([keys](sql::Session& session) -> absl::Status {
    for (const DataKeyRow& row : keys) {
      PROBITY_RETURN_IF_ERROR(
          session
              .Execute(kInsertDataKey, {{"id", BlobOf(row.id)},
                                        {"wrapped", BlobOf(row.key.wrapped)},
                                        {"commitment", BlobOf(row.key.commitment)}})
              .status());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<WrappedKey> SqlKeyStore::FindKey(const KeyId& id, absl::Time deadline) {
  std::optional<WrappedKey> found;
  const auto read_key = [&found](const sql::Row& row) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(found, KeyAt(row, 0));
    return absl::OkStatus();
  };
  PROBITY_RETURN_IF_ERROR(Ask(deadline, [&] {
    return engine_.Read(std::min(deadline, now_() + kLongestLookup), [&](sql::Session& session) {
      return session.Query(kFindDataKey, sql::Plan::kNow, {{"id", BlobOf(id)}}, read_key);
    });
  }));
  if (!found.has_value()) return NotFound();
  return *found;
}

absl::Status SqlKeyStore::CreateRegister(const RegisterRow& row) {
  return Write([&row](sql::Session& session) -> absl::Status {
    PROBITY_RETURN_IF_ERROR(
        session.Execute(kInsertRegister, {{"register_id", BlobOf(row.id)}}).status());
    for (const RegisterKeyRow& key : row.keys) {
      PROBITY_RETURN_IF_ERROR(
          session
              .Execute(kInsertRegisterKey, {{"purpose", static_cast<int64_t>(key.purpose)},
                                            {"wrapped", BlobOf(key.key.wrapped)},
                                            {"commitment", BlobOf(key.key.commitment)}})
              .status());
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<RegisterRow> SqlKeyStore::LoadRegister() {
  std::optional<RegisterId> id;
  RegisterRow found;
  const auto read_id = [&id](const sql::Row& row) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(id, ArrayOf<16>(row.bytes(0)));
    return absl::OkStatus();
  };
  const auto read_key = [&found](const sql::Row& row) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const WrappedKey key, KeyAt(row, 1));
    found.keys.push_back({static_cast<Purpose>(row.integer(0)), key});
    return absl::OkStatus();
  };
  const auto read_all = [&](sql::Session& session) -> absl::Status {
    PROBITY_RETURN_IF_ERROR(session.Query(kGetRegister, sql::Plan::kNow, {}, read_id));
    return session.Query(kListRegisterKeys, sql::Plan::kNow, {}, read_key);
  };
  PROBITY_RETURN_IF_ERROR(engine_.Read(read_all));
  if (!id.has_value()) return NotFound();
  found.id = *id;
  return found;
}

}  // namespace probity::sealing
