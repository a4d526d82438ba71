// What a read says of itself for the access log (Call::audited): no personal data.
#ifndef PROBITY_SERVICES_CORE_AUDITED_H_
#define PROBITY_SERVICES_CORE_AUDITED_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/core/call.h"
#include "storage/store.h"

namespace probity::core {

// A get: the resource that was asked for, found or not.
inline void AuditGet(Call& call, absl::string_view name) {
  call.audited.resource = std::string(name);
}

// 32 hexadecimal digits over the names, in their order.
std::string DigestOfNames(const std::vector<absl::string_view>& names);

// A list: how many it answered, and a digest of their names.
template <typename Items>
void AuditList(Call& call, const Items& items) {
  std::vector<absl::string_view> names;
  names.reserve(items.size());
  for (const auto& item : items) names.push_back(item.name());
  call.audited.rows = static_cast<int64_t>(names.size());
  call.audited.digest = DigestOfNames(names);
}

// Appends to the access log; OK means durable. UNAVAILABLE/STORE_STOPPED,
// RESOURCE_EXHAUSTED/QUEUE_FULL: what was to be logged may not be answered.
absl::Status LogAccess(storage::Store& store, const storage::AccessEntry& entry);
// The same without waiting: `done` as storage::PreparedWrite::Start has it.
void StartLogAccess(storage::Store& store, storage::AccessEntry entry, storage::Store::Done done);

// A window of a stream: rows answered from the register again, about `resource` if they share one.
// One entry, none without rows.
absl::Status LogRepeatedRows(storage::Store& store, const Call& call, absl::string_view resource,
                             const std::vector<absl::string_view>& names);
// A window of a stream: rows refused with PERMISSION_DENIED. One entry, none without rows.
absl::Status LogDeniedRows(storage::Store& store, const Call& call, int64_t rows);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_AUDITED_H_
