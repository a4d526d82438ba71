// What SQLite's result codes mean to us, and the flag that stops an engine for good.
#ifndef PROBITY_STORAGE_SQLITE_FAULT_H_
#define PROBITY_STORAGE_SQLITE_FAULT_H_

#include <atomic>

#include "absl/status/status.h"

namespace probity::sqlite {

// Shared by all connections of one engine. SQLite forgets a failed write or fsync: the next one
// succeeds on a file whose state nobody knows. So the first fault ends the engine (README.md,
// rule 5), whichever connection saw it. Thread-safe.
class Fault {
 public:
  bool stopped() const { return stopped_.load(std::memory_order_acquire); }
  void Stop() { stopped_.store(true, std::memory_order_release); }

 private:
  std::atomic<bool> stopped_{false};
};

// True for codes after which the file or the disk cannot be trusted.
bool IsFault(int extended_code);

// The status of an extended result code: OK for SQLITE_OK, ROW and DONE; otherwise as Session
// documents, or DATA_LOSS for a damaged file. Notes a fault in `fault`. Messages are constants: no
// SQL, no values.
absl::Status Check(int extended_code, Fault& fault);

// What a read answers that was interrupted.
absl::Status TookTooLong();

// What everything answers once the engine has stopped.
absl::Status StoppedError();

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_FAULT_H_
