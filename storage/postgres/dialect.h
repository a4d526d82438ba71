// Where PostgreSQL needs another text than the shared one.
#ifndef PROBITY_STORAGE_POSTGRES_DIALECT_H_
#define PROBITY_STORAGE_POSTGRES_DIALECT_H_

#include "storage/sql/session.h"

namespace probity::postgres {

using sql::StatementText;

// The statement of the same file and name in storage/postgres/statements if there is one, else
// `text` itself.
const StatementText& InOurDialect(const StatementText& text);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_DIALECT_H_
