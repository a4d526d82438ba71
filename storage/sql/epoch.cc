#include "storage/sql/epoch.h"

#include <algorithm>

#include "proto/support/status_macros.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr int64_t kYear2020 = 1'577'836'800;  // Seconds since 1970.

}  // namespace

absl::Status BeginEpoch(Session& session, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(
      session
          .Execute(Statement(kRegister, "begin_epoch"), {Param{"moment", absl::ToUnixMicros(now)}})
          .status());
  return session.Execute(Statement(kRegister, "skip_entities"), {}).status();
}

int64_t FirstReferenceNumber(int64_t epoch) {
  return std::max<int64_t>(0, epoch / 1'000'000 - kYear2020);
}

}  // namespace probity::sql
