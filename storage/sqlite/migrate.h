// Brings a database file to the schema that this program knows.
#ifndef PROBITY_STORAGE_SQLITE_MIGRATE_H_
#define PROBITY_STORAGE_SQLITE_MIGRATE_H_

#include "absl/status/status.h"
#include "storage/sql/migrations.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// Applies what the file lacks, each in a transaction of its own together with its number in
// `PRAGMA user_version`, which no migration touches. FAILED_PRECONDITION if the file is newer than
// `migrations`. INTERNAL if one fails; those before it stay.
absl::Status Migrate(Connection& writer, sql::Migrations migrations);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_MIGRATE_H_
