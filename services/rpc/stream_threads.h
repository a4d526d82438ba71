// Threads for streams: each open stream holds one for as long as it lasts, so their number is the
// most streams at a time. Of them one principal may hold only a part, and none for nothing.
#ifndef PROBITY_SERVICES_RPC_STREAM_THREADS_H_
#define PROBITY_SERVICES_RPC_STREAM_THREADS_H_

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/rpc/workers.h"

namespace probity::rpc {

struct StreamLimits {
  int most = 32;
  int most_per_principal = 8;
  // A stream on which the caller sends nothing for so long, though it is waited for, is ended.
  absl::Duration idle = absl::Minutes(2);
};

// Thread-safe. The destructor waits for what runs: end the streams (shut the server down) first.
class StreamThreads {
 public:
  explicit StreamThreads(const StreamLimits& limits) : limits_(limits), workers_(limits.most) {}

  // False if all threads are busy: `work` is not run then.
  bool TryRun(std::function<void()> work) { return workers_.TryRun(std::move(work)); }

  // Runs `work` as one of the principal's streams, on the thread that it has: who calls is known
  // only there. RESOURCE_EXHAUSTED/QUEUE_FULL if the principal has as many as it may.
  absl::Status RunFor(const std::string& principal, absl::FunctionRef<absl::Status()> work);

  absl::Duration idle() const { return limits_.idle; }

 private:
  const StreamLimits limits_;
  std::mutex mutex_;
  std::map<std::string, int> open_;  // By principal; none with zero.
  Workers workers_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STREAM_THREADS_H_
