#include "storage/sqlite/fault.h"

#include <sqlite3.h>

namespace probity::sqlite {
namespace {

absl::Status ConstraintError(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return absl::AlreadyExistsError("a row with this key exists");
    case SQLITE_CONSTRAINT_DATATYPE:
      return absl::InternalError("a value does not have its column's type");
    default:
      return absl::FailedPreconditionError("the change breaks a constraint of the database");
  }
}

}  // namespace

bool IsFault(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
      return true;
    case SQLITE_READONLY:
      // Plain READONLY is a write on a reader, our own mistake. The others: the file was moved, or
      // its log cannot be read.
      return extended_code != SQLITE_READONLY;
    default:
      return false;
  }
}

absl::Status Check(int extended_code, Fault& fault) {
  switch (extended_code) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
  }
  if (IsFault(extended_code)) fault.Stop();
  switch (extended_code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError("the database file is damaged");
    case SQLITE_CONSTRAINT:
      return ConstraintError(extended_code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::AbortedError("the database is busy");
    default:
      return IsFault(extended_code) ? StoppedError() : absl::InternalError("a statement is wrong");
  }
}

absl::Status StoppedError() {
  return absl::UnavailableError("the database has stopped after a fault; the outcome is unknown");
}

}  // namespace probity::sqlite
