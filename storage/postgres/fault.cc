#include "storage/postgres/fault.h"

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "proto/support/error.h"

namespace probity::postgres {
namespace {

// A restart or a promotion takes about as long.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(500);

ErrorBuilder NotNow(absl::string_view message) {
  ErrorBuilder error = Unavailable(message);
  error.Reason(v1::ERROR_REASON_STORE_UNREACHABLE).RetryAfter(kRetryAfter);
  return error;
}

// Class 22, data exception.
absl::Status DataError(absl::string_view sqlstate) {
  // Of valid UTF-8 only the character zero is refused.
  if (sqlstate == "22021" || sqlstate == "22P05") {
    return InvalidArgument("a text holds a character that the database does not keep")
        .Reason(v1::ERROR_REASON_INVALID_TEXT);
  }
  return Internal("a value does not have its column's type");
}

// Class 23, integrity constraint violation.
absl::Status ConstraintError(absl::string_view sqlstate) {
  if (sqlstate == "23505") {
    return AlreadyExists("a row with this key exists").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
  }
  return FailedPrecondition("the change breaks a constraint of the database")
      .Reason(v1::ERROR_REASON_INTERNAL);
}

// Class 25, invalid transaction state.
absl::Status TransactionError(absl::string_view sqlstate) {
  if (sqlstate == "25006") return NotNow("the database takes no writes at present");
  if (sqlstate == "25P03") return Unreachable();  // Our transaction was idle for too long.
  return Internal("a body went on after an error");
}

// Class 53, insufficient resources.
absl::Status ResourceError(absl::string_view sqlstate) {
  if (sqlstate == "53100") {
    return Unavailable("the disk of the database is full")
        .Reason(v1::ERROR_REASON_DISK_SPACE)
        .RetryAfter(absl::Minutes(1));
  }
  return NotNow("the database has no room for this at present");
}

}  // namespace

bool IsPassing(absl::string_view sqlstate) {
  // Class 40, transaction rollback, but for 40003, which does not know.
  return (absl::StartsWith(sqlstate, "40") && sqlstate != "40003") || sqlstate == "57014";
}

absl::Status StatusOf(absl::string_view sqlstate) {
  if (IsPassing(sqlstate))
    return NotNow("the database has undone this in favour of something else");
  const absl::string_view of = sqlstate.substr(0, 2);
  if (of == "22") return DataError(sqlstate);
  if (of == "23") return ConstraintError(sqlstate);
  if (of == "25") return TransactionError(sqlstate);
  if (of == "53") return ResourceError(sqlstate);
  // Of a statement that was prepared before another server changed the schema. Others of its kind
  // would not pass the tests.
  if (sqlstate == "0A000") return NotNow("the database has another schema now");
  if (sqlstate == "55P03") return NotNow("another server writes for too long");
  // 08: the connection; 57P: shut down, starting up, crashed beside us; 58: its operating system.
  if (of == "08" || of == "57" || of == "58") return Unreachable();
  if (sqlstate == "XX001" || sqlstate == "XX002") return DataLoss("the database is damaged");
  if (sqlstate == "42501") {
    return FailedPrecondition("the role of the connection lacks a privilege")
        .Reason(v1::ERROR_REASON_INTERNAL);
  }
  return Internal("a statement is wrong");
}

absl::Status Unreachable() { return NotNow("the database cannot be reached"); }

absl::Status OutcomeUnknown() {
  return NotNow("the answer to a commit was lost; the outcome is unknown");
}

absl::Status TookTooLong() { return DeadlineExceeded("the read took too long"); }

absl::Status StoppedError() {
  return Unavailable("the store has stopped after a fault; the outcome is unknown")
      .Reason(v1::ERROR_REASON_STORE_STOPPED);
}

}  // namespace probity::postgres
