// The unary calls that are open. No thread waits with them, so something else must bound them:
// their number, what one principal may have of it, and the answers that their callers do not take.
#ifndef PROBITY_SERVICES_RPC_OPEN_CALLS_H_
#define PROBITY_SERVICES_RPC_OPEN_CALLS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/core/clock.h"

namespace probity::rpc {

struct OpenCallLimits {
  int most = 1024;
  int most_per_principal = 256;
  size_t most_answer_bytes = 64 << 20;
};

// Thread-safe. Errors are RESOURCE_EXHAUSTED/QUEUE_FULL.
class OpenCalls {
 public:
  using Id = uint64_t;

  OpenCalls(const OpenCallLimits& limits, core::Clock& clock) : limits_(limits), clock_(clock) {}

  // None if there are too many. `cancel` ends the call whatever its caller does; it may be called
  // until Close returns, and must not call back.
  std::optional<Id> Open(std::function<void()> cancel);
  // Who calls, once that is known.
  absl::Status Claim(Id call, const std::string& principal);
  // The call has been answered with so many bytes. If they are not taken until then, it is
  // cancelled when other calls come.
  absl::Status Answer(Id call, size_t bytes, absl::Time until);
  void Close(Id call);

 private:
  struct Call {
    std::function<void()> cancel;
    std::string principal;
    size_t bytes = 0;
    absl::Time until = absl::InfiniteFuture();
  };

  // Under mutex_.
  void CancelLate();

  const OpenCallLimits limits_;
  core::Clock& clock_;
  std::mutex mutex_;
  std::map<Id, Call> calls_;
  std::map<std::string, int> by_principal_;  // None with zero.
  size_t answer_bytes_ = 0;
  Id last_ = 0;
  absl::Time looked_ = absl::InfinitePast();
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_OPEN_CALLS_H_
