// A clock that stands still until it is told to move.
#ifndef PROBITY_TESTS_SUPPORT_FAKE_CLOCK_H_
#define PROBITY_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <mutex>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/core/clock.h"

namespace probity::test {

// Noon UTC of 2 March 2026.
inline absl::Time TestNow() {
  return absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone());
}

class FakeClock final : public core::Clock {
 public:
  explicit FakeClock(absl::Time now = TestNow()) : now_(now) {}
  absl::Time Now() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ += by;
  }

 private:
  std::mutex mutex_;
  absl::Time now_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_FAKE_CLOCK_H_
