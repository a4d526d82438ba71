// Stops writing while there is still room to stop in (README.md, rule 6).
#ifndef PROBITY_STORAGE_SQLITE_SPACE_GUARD_H_
#define PROBITY_STORAGE_SQLITE_SPACE_GUARD_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace probity::sqlite {

struct SpaceLimits {
  int64_t low_bytes = int64_t{1} << 30;  // Below, the disk is low: only jobs that use the reserve.
  int64_t full_bytes = int64_t{64} << 20;  // Below, it is full: nothing.
};

using FreeBytesFunction = std::function<absl::StatusOr<int64_t>()>;

// Thread-safe, if `free_bytes` is.
class SpaceGuard {
 public:
  SpaceGuard(SpaceLimits limits, FreeBytesFunction free_bytes)
      : limits_(limits), free_bytes_(std::move(free_bytes)) {}

  // Unknown space is low space.
  void Refresh();
  // UNAVAILABLE if the disk is full. Looks again before it says so, since nobody else may.
  absl::Status CheckRead();
  // Also RESOURCE_EXHAUSTED if it is low and the job may not use the reserve.
  absl::Status CheckWrite(bool uses_reserve) const;

 private:
  enum class State { kEnough, kLow, kFull };

  const SpaceLimits limits_;
  const FreeBytesFunction free_bytes_;
  std::atomic<State> state_{State::kEnough};
};

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_SPACE_GUARD_H_
