// Brings a database file to the schema that this program knows.
#ifndef PROBITY_STORAGE_SQLITE_MIGRATE_H_
#define PROBITY_STORAGE_SQLITE_MIGRATE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "storage/sql/migrations.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// Applies what the file lacks, each in a transaction of its own together with its number in
// `PRAGMA user_version`, which no migration touches. A new file is marked as one of this
// `application_id`. FAILED_PRECONDITION if the file is newer than `migrations`, or marked as
// another's (0: any is taken). INTERNAL if one fails; those before it stay.
absl::Status Migrate(Connection& writer, int32_t application_id, sql::Migrations migrations);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_MIGRATE_H_
