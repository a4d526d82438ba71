// Time that nobody sets: what has passed since the machine began, its sleep too.
#ifndef PROBITY_STORAGE_UPTIME_H_
#define PROBITY_STORAGE_UPTIME_H_

#include <time.h>

#include "absl/time/time.h"

namespace probity::storage {

inline absl::Duration Uptime() {
  timespec now = {};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return absl::DurationFromTimespec(now);
}

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_UPTIME_H_
