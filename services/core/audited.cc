#include "services/core/audited.h"

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "proto/support/error.h"
#include "sodium.h"

namespace probity::core {

std::string DigestOfNames(const std::vector<absl::string_view>& names) {
  crypto_generichash_state state;
  std::array<uint8_t, 16> digest;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const absl::string_view name : names) {
    crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(name.data()), name.size());
    crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>("\n"), 1);
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

namespace {

absl::Status Logged(const absl::Status& appended) {
  if (appended.ok() || absl::IsResourceExhausted(appended)) return appended;
  return Unavailable("the call could not be logged, so it is not answered")
      .Reason(v1::ERROR_REASON_STORE_STOPPED);
}

}  // namespace

absl::Status LogAccess(storage::Store& store, const storage::AccessEntry& entry) {
  return Logged(store.LogAccess(entry));
}

void StartLogAccess(storage::Store& store, storage::AccessEntry entry, storage::Store::Done done) {
  store.StartLogAccess(std::move(entry), [done = std::move(done)](const absl::Status& status) {
    done(Logged(status));
  });
}

absl::Status LogRepeatedRows(storage::Store& store, const Call& call, absl::string_view resource,
                             const std::vector<absl::string_view>& names) {
  if (names.empty()) return absl::OkStatus();
  storage::AccessEntry entry;
  entry.caller = call;
  entry.resource = std::string(resource);
  entry.rows = static_cast<int64_t>(names.size());
  entry.digest = DigestOfNames(names);
  return LogAccess(store, entry);
}

absl::Status LogDeniedRows(storage::Store& store, const Call& call, int64_t rows) {
  if (rows == 0) return absl::OkStatus();
  storage::AccessEntry entry;
  entry.caller = call;
  entry.code = absl::StatusCode::kPermissionDenied;
  entry.reason = std::string(ReasonName(v1::ERROR_REASON_PERMISSION_DENIED));
  entry.rows = rows;
  return LogAccess(store, entry);
}

}  // namespace probity::core
