// What a server and a database must be for a register to be kept there: looked at on each new
// connection, so that none is made to another server either that took the place of a fit one.
#ifndef PROBITY_STORAGE_POSTGRES_FITNESS_H_
#define PROBITY_STORAGE_POSTGRES_FITNESS_H_

#include "absl/status/status.h"

namespace probity::postgres {

// FAILED_PRECONDITION, with what was found and what is needed, unless the server is PostgreSQL 15
// or later. `version` is PQserverVersion's: 150004 of 15.4, 90624 of 9.6.24, 0 of one that does not
// tell.
absl::Status CheckVersion(int version);

// The same, unless the database keeps its texts in UTF-8. `encoding` as the server calls it; null
// if it does not tell.
absl::Status CheckEncoding(const char* encoding);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_FITNESS_H_
