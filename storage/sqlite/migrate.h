// Brings a database file to the schema that this program knows.
#ifndef PROBITY_STORAGE_SQLITE_MIGRATE_H_
#define PROBITY_STORAGE_SQLITE_MIGRATE_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/sql/embed/embedded_file.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// The files of migrations/ in order, "NNNN_name.sql": four digits, counted from 1 without gaps. A
// file may hold several statements, but no BEGIN, COMMIT or user_version. It is never changed once
// released: the next one corrects it.
using Migrations = absl::Span<const embed::EmbeddedFile>;

// INTERNAL unless the names count 0001, 0002, ... in this order.
absl::Status CheckNumbers(Migrations migrations);

// Applies what the file lacks, each in a transaction of its own together with its number in
// `PRAGMA user_version`. FAILED_PRECONDITION if the file is newer than `migrations`. INTERNAL if
// one fails; those before it stay.
absl::Status Migrate(Connection& writer, Migrations migrations);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_MIGRATE_H_
