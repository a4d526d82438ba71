#include "storage/sql/migrations.h"

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "proto/support/error.h"

namespace probity::sql {

absl::Status CheckNumbers(Migrations migrations) {
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (!absl::StartsWith(migrations[i].name, absl::StrFormat("%04d_", i + 1))) {
      return Internal("the numbers of the migrations have a gap");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckVersion(int64_t version, Migrations migrations) {
  if (version >= 0 && version <= static_cast<int64_t>(migrations.size())) return absl::OkStatus();
  return FailedPrecondition("the database was made by a newer version")
      .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
}

}  // namespace probity::sql
