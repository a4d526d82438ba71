#include "storage/sqlite/migrate.h"

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sql/embed/embedded_file.h"

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

// Before anything else is believed of the file: data and keys are never taken for each other.
absl::Status CheckFor(Connection& writer, int32_t application_id, int64_t version) {
  if (application_id == 0) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const int64_t found, writer.QueryInteger("PRAGMA application_id"));
  if (found == application_id) return absl::OkStatus();
  if (found == 0 && version == 0) {
    return writer.Run(absl::StrCat("PRAGMA application_id=", application_id).c_str());
  }
  return FailedPrecondition("the file is a database for something else")
      .Reason(v1::ERROR_REASON_REGISTER_IN_USE);
}

}  // namespace

absl::Status Migrate(Connection& writer, int32_t application_id, sql::Migrations migrations) {
  PROBITY_RETURN_IF_ERROR(sql::CheckNumbers(migrations));
  const int64_t known = static_cast<int64_t>(migrations.size());
  PROBITY_ASSIGN_OR_RETURN(const int64_t version, writer.QueryInteger("PRAGMA user_version"));
  PROBITY_RETURN_IF_ERROR(CheckFor(writer, application_id, version));
  PROBITY_RETURN_IF_ERROR(sql::CheckVersion(version, migrations));
  for (int64_t i = version; i < known; ++i) {
    PROBITY_RETURN_IF_ERROR(ApplyOne(writer, migrations[i], i + 1));
  }
  return absl::OkStatus();
}

}  // namespace probity::sqlite
