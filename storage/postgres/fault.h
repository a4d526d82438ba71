// What PostgreSQL's answers mean to us: the one place that knows SQLSTATE codes.
#ifndef PROBITY_STORAGE_POSTGRES_FAULT_H_
#define PROBITY_STORAGE_POSTGRES_FAULT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace probity::postgres {

// The status of an error's SQLSTATE, five characters; as Session documents, and DATA_LOSS for a
// damaged database. Messages are constants: no driver text, no SQL, no values.
absl::Status StatusOf(absl::string_view sqlstate);

// True if the transaction was rolled back for no fault of its own and may be run again at once:
// serialisation failure, deadlock, a statement that somebody cancelled. Who decides by this asks
// here: the status is UNAVAILABLE, as that of others that are not run again.
bool IsPassing(absl::string_view sqlstate);

// The database cannot be reached; nothing was committed. UNAVAILABLE, try again soon.
absl::Status Unreachable();
// COMMIT was sent, and no answer came that tells what became of it. UNAVAILABLE: the same
// request_id finds out.
absl::Status OutcomeUnknown();
// What a read answers that was ended.
absl::Status TookTooLong();
// What everything answers once the engine has stopped.
absl::Status StoppedError();

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_FAULT_H_
