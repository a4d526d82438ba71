#include "storage/postgres/migrate.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sql/embed/embedded_file.h"

namespace probity::postgres {
namespace {

struct Found {
  int64_t schema = 0;
  int64_t version = 0;
};

absl::StatusOr<Found> Read(Connection& connection) {
  PROBITY_ASSIGN_OR_RETURN(const std::vector<Result> answers,
                           connection.Query("SELECT schema, version FROM schema_version"));
  const PGresult* rows = answers.back().get();
  Found found;
  if (PQntuples(rows) != 1 || !absl::SimpleAtoi(PQgetvalue(rows, 0, 0), &found.schema) ||
      !absl::SimpleAtoi(PQgetvalue(rows, 0, 1), &found.version)) {
    return DataLoss("the database does not say its version");
  }
  return found;
}

absl::Status MakeVersion(Connection& connection, Schema schema) {
  return connection.Run(absl::StrCat(
      "BEGIN; CREATE TABLE IF NOT EXISTS schema_version (one bigint PRIMARY KEY CHECK (one = 1), "
      "schema bigint NOT NULL, version bigint NOT NULL);"
      "INSERT INTO schema_version (one, schema, version) VALUES (1, ",
      static_cast<int>(schema), ", 0) ON CONFLICT DO NOTHING; COMMIT"));
}

// In a transaction that has the table for itself.
absl::Status ApplyIn(Connection& connection, const embed::EmbeddedFile& migration, int64_t number) {
  PROBITY_ASSIGN_OR_RETURN(const Found found, Read(connection));
  if (found.version >= number) return absl::OkStatus();  // Another server was faster.
  PROBITY_RETURN_IF_ERROR(connection.Run(migration.data));
  // A COMMIT inside the file would have made half of it durable.
  if (connection.transaction() != PQTRANS_INTRANS) {
    return Internal("a migration ends its own transaction");
  }
  return connection.Run(absl::StrCat("UPDATE schema_version SET version = ", number));
}

absl::Status ApplyOne(Connection& connection, const embed::EmbeddedFile& migration,
                      int64_t number) {
  absl::Status status = connection.Run("BEGIN; LOCK TABLE schema_version IN ACCESS EXCLUSIVE MODE");
  if (status.ok()) status = ApplyIn(connection, migration, number);
  if (status.ok()) status = connection.Run("COMMIT");
  if (!status.ok() && connection.transaction() != PQTRANS_IDLE) {
    (void)connection.Run("ROLLBACK");  // The first error is the one to tell.
  }
  return status;
}

}  // namespace

absl::Status Migrate(Connection& connection, Schema schema, sql::Migrations migrations) {
  PROBITY_RETURN_IF_ERROR(sql::CheckNumbers(migrations));
  absl::StatusOr<Found> found = Read(connection);
  if (!found.ok()) {
    // There is no such table, or another server is making it at this moment.
    if (!MakeVersion(connection, schema).ok()) (void)connection.Run("ROLLBACK");
    found = Read(connection);
  }
  PROBITY_RETURN_IF_ERROR(found.status());
  if (found->schema != static_cast<int64_t>(schema)) {
    return FailedPrecondition("data and keys need a database each")
        .Reason(v1::ERROR_REASON_REGISTER_IN_USE);
  }
  PROBITY_RETURN_IF_ERROR(sql::CheckVersion(found->version, migrations));
  for (int64_t i = found->version; i < static_cast<int64_t>(migrations.size()); ++i) {
    PROBITY_RETURN_IF_ERROR(ApplyOne(connection, migrations[i], i + 1));
  }
  return absl::OkStatus();
}

}  // namespace probity::postgres
