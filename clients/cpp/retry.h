// When a call is sent again, and how long after. A write carries a request_id that was made before
// its first try, so that it happens once however often it is sent.
#ifndef PROBITY_CLIENTS_CPP_RETRY_H_
#define PROBITY_CLIENTS_CPP_RETRY_H_

#include <functional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cpp/random.h"

namespace probity::client {

struct RetryRules {
  int max_tries = 5;
  absl::Duration first_delay = absl::Milliseconds(100);
  absl::Duration longest_delay = absl::Seconds(5);
};

// Time as the client sees it; tests bring their own.
struct Timing {
  std::function<absl::Time()> now = absl::Now;
  std::function<void(absl::Duration)> sleep = absl::SleepFor;
};

// UNAVAILABLE; RESOURCE_EXHAUSTED if the server's queue was full or it names a delay: a request
// that is too large does not get smaller. CANCELLED without a reason: so gRPC answers by itself a
// call that meets a server just stopping (github.com/grpc/grpc/issues/41785); this client never
// cancels a call.
bool MaySendAgain(const absl::Status& status);

// The pause before try `tries` + 1: full jitter over a bound that doubles, on top of what the
// server asked for.
absl::Duration DelayBeforeNext(const RetryRules& rules, int tries, const absl::Status& failure,
                               const RandomBits& random);

// Calls `attempt` until it succeeds, fails for good, has been tried max_tries times, or the next
// try would begin after `deadline`. Answers the last status.
absl::Status Retry(const RetryRules& rules, const Timing& timing, const RandomBits& random,
                   absl::Time deadline, absl::FunctionRef<absl::Status()> attempt);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_RETRY_H_
