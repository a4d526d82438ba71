#include "storage/sqlite/migrate.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::sqlite {
namespace {

absl::Status ApplyOne(Connection& writer, const embed::EmbeddedFile& migration, int64_t number) {
  PROBITY_RETURN_IF_ERROR(writer.Run("BEGIN IMMEDIATE"));
  absl::Status status = writer.Run(migration.data);
  // A COMMIT inside the file would have made half of it durable.
  if (status.ok() && sqlite3_get_autocommit(writer.raw()) != 0) {
    return Internal("a migration ends its own transaction");
  }
  if (status.ok()) status = writer.Run(absl::StrCat("PRAGMA user_version=", number).c_str());
  if (status.ok()) status = writer.Run("COMMIT");
  if (!status.ok() && sqlite3_get_autocommit(writer.raw()) == 0) {
    (void)writer.Run("ROLLBACK");  // The first error is the one to tell.
  }
  return status;
}

}  // namespace

absl::Status CheckNumbers(Migrations migrations) {
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (!absl::StartsWith(migrations[i].name, absl::StrFormat("%04d_", i + 1))) {
      return Internal("the numbers of the migrations have a gap");
    }
  }
  return absl::OkStatus();
}

absl::Status Migrate(Connection& writer, Migrations migrations) {
  PROBITY_RETURN_IF_ERROR(CheckNumbers(migrations));
  const int64_t known = static_cast<int64_t>(migrations.size());
  PROBITY_ASSIGN_OR_RETURN(const int64_t version, writer.QueryInteger("PRAGMA user_version"));
  if (version < 0 || version > known) {
    return FailedPrecondition("the database was made by a newer version")
        .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
  }
  for (int64_t i = version; i < known; ++i) {
    PROBITY_RETURN_IF_ERROR(ApplyOne(writer, migrations[i], i + 1));
  }
  return absl::OkStatus();
}

}  // namespace probity::sqlite
