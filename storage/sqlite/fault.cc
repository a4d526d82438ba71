#include "storage/sqlite/fault.h"

#include <sqlite3.h>

#include "absl/time/time.h"
#include "proto/support/error.h"

namespace probity::sqlite {
namespace {

// Whoever holds the file is done after about as long.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(500);

absl::Status ConstraintError(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return AlreadyExists("a row with this key exists").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
    case SQLITE_CONSTRAINT_DATATYPE:
      return Internal("a value does not have its column's type");
    default:
      return FailedPrecondition("the change breaks a constraint of the database")
          .Reason(v1::ERROR_REASON_INTERNAL);
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
      return DataLoss("the database file is damaged");
    case SQLITE_CONSTRAINT:
      return ConstraintError(extended_code);
    case SQLITE_INTERRUPT:
      return TookTooLong();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Unavailable("the database takes no writes at present")
          .Reason(v1::ERROR_REASON_STORE_UNREACHABLE)
          .RetryAfter(kRetryAfter);
    default:
      if (IsFault(extended_code)) return StoppedError();
      return Internal("a statement is wrong");
  }
}

absl::Status TookTooLong() { return DeadlineExceeded("the read took too long"); }

absl::Status StoppedError() {
  return Unavailable("the database has stopped after a fault; the outcome is unknown")
      .Reason(v1::ERROR_REASON_STORE_STOPPED);
}

}  // namespace probity::sqlite
