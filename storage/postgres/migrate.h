// Brings a database to the schema that this program knows.
#ifndef PROBITY_STORAGE_POSTGRES_MIGRATE_H_
#define PROBITY_STORAGE_POSTGRES_MIGRATE_H_

#include "absl/status/status.h"
#include "storage/postgres/connection.h"
#include "storage/sql/migrations.h"

namespace probity::postgres {

// What a database is for: kept beside its version, so that one is never taken for the other.
enum class Schema { kData = 1, kKeys = 2 };

// Applies what the database lacks, each in a transaction of its own together with its number in the
// table schema_version. Servers that start together take turns. FAILED_PRECONDITION if the database
// is newer than `migrations`, or another schema's. INTERNAL if one fails; those before it stay.
absl::Status Migrate(Connection& connection, Schema schema, sql::Migrations migrations);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_MIGRATE_H_
