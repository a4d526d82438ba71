#include "clients/cpp/retry.h"

#include <algorithm>

#include "clients/cpp/status.h"
#include "proto/support/error.h"

namespace probity::client {

bool MaySendAgain(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnavailable) return true;
  if (status.code() == absl::StatusCode::kCancelled) {
    return ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED;
  }
  return status.code() == absl::StatusCode::kResourceExhausted &&
         (ReasonOf(status) == v1::ERROR_REASON_QUEUE_FULL || RetryDelayOf(status).has_value());
}

absl::Duration DelayBeforeNext(const RetryRules& rules, int tries, const absl::Status& failure,
                               const RandomBits& random) {
  absl::Duration bound = rules.first_delay;
  for (int i = 1; i < tries && bound < rules.longest_delay; ++i) bound *= 2;
  bound = std::min(bound, rules.longest_delay);
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53
  const double share = static_cast<double>(random() >> 11) * kUnit;
  return RetryDelayOf(failure).value_or(absl::ZeroDuration()) + bound * share;
}

absl::Status Retry(const RetryRules& rules, const Timing& timing, const RandomBits& random,
                   absl::Time deadline, absl::FunctionRef<absl::Status()> attempt) {
  for (int tries = 1;; ++tries) {
    absl::Status status = attempt();
    if (status.ok() || tries >= rules.max_tries || !MaySendAgain(status)) return status;
    const absl::Duration delay = DelayBeforeNext(rules, tries, status, random);
    if (timing.now() + delay >= deadline) return status;
    timing.sleep(delay);
  }
}

}  // namespace probity::client
