// Where PostgreSQL needs another text than the shared one.
#ifndef PROBITY_STORAGE_POSTGRES_DIALECT_H_
#define PROBITY_STORAGE_POSTGRES_DIALECT_H_

#include "storage/sql/session.h"

namespace probity::postgres {

using sql::StatementText;

// The statement of the same file and name in storage/postgres/statements if there is one, else
// `text` itself.
const StatementText& InOurDialect(const StatementText& text);

// True if a statement writes one row whenever it succeeds, so that nobody need wait to hear it: an
// INSERT of values, or what changes the clock, which is one row.
bool WritesOneRow(const StatementText& text);

// True if it inserts what foreign keys point at: nothing else is pointed at.
bool InsertsEntities(const StatementText& text);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_DIALECT_H_
