// The numbered files that make a schema, as every engine takes them.
#ifndef PROBITY_STORAGE_SQL_MIGRATIONS_H_
#define PROBITY_STORAGE_SQL_MIGRATIONS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/sql/embed/embedded_file.h"

namespace probity::sql {

// The files of an engine's migrations/ in order, "NNNN_name.sql": four digits, counted from 1
// without gaps. A file may hold several statements, but nothing that ends its transaction. It is
// never changed once released: the next one corrects it.
using Migrations = absl::Span<const embed::EmbeddedFile>;

// INTERNAL unless the names count 0001, 0002, ... in this order.
absl::Status CheckNumbers(Migrations migrations);

// FAILED_PRECONDITION if a database of this version was made by a newer program, which knows more
// migrations.
absl::Status CheckVersion(int64_t version, Migrations migrations);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_MIGRATIONS_H_
