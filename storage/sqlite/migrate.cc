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

}  // namespace

absl::Status Migrate(Connection& writer, sql::Migrations migrations) {
  PROBITY_RETURN_IF_ERROR(sql::CheckNumbers(migrations));
  const int64_t known = static_cast<int64_t>(migrations.size());
  PROBITY_ASSIGN_OR_RETURN(const int64_t version, writer.QueryInteger("PRAGMA user_version"));
  PROBITY_RETURN_IF_ERROR(sql::CheckVersion(version, migrations));
  for (int64_t i = version; i < known; ++i) {
    PROBITY_RETURN_IF_ERROR(ApplyOne(writer, migrations[i], i + 1));
  }
  return absl::OkStatus();
}

}  // namespace probity::sqlite
