// Where the time comes from. Asked at the edge of the server alone; everything inside is given
// times.
#ifndef PROBITY_SERVICES_CORE_CLOCK_H_
#define PROBITY_SERVICES_CORE_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace probity::core {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_CLOCK_H_
