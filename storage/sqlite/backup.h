// Copies of a database file while it is in use, and back.
#ifndef PROBITY_STORAGE_SQLITE_BACKUP_H_
#define PROBITY_STORAGE_SQLITE_BACKUP_H_

#include <string>

#include "absl/status/status.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// Writes one snapshot of the database that `from` names to the new file `to`: read through whole
// (integrity_check), synced, for its owner alone, and without a log beside it. Under its name there
// is a whole copy or none; an unfinished one is "<to>.partial". Others may write meanwhile; their
// log cannot begin anew until this has read all. Errors: ALREADY_EXISTS (`to` or a partial copy is
// there; never overwritten), DATA_LOSS (the copy is damaged, as the database is), UNAVAILABLE
// (disk).
absl::Status Backup(const ConnectionOptions& from, const std::string& to);

// Makes the database `to` from a file that Backup has written. Errors as Backup's, and
// FAILED_PRECONDITION if `to` is open, NOT_FOUND if there is no `backup`. A database that is there,
// or what is left of one, is never overwritten: move it away first.
absl::Status Restore(const std::string& backup, const std::string& to);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_BACKUP_H_
