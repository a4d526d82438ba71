// Threads for streams: each open stream holds one for as long as it lasts, so their number is the
// most streams at a time. Of them one principal may hold only a part, and none for nothing.
#ifndef PROBITY_SERVICES_RPC_STREAM_THREADS_H_
#define PROBITY_SERVICES_RPC_STREAM_THREADS_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

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
  explicit StreamThreads(const StreamLimits& limits) : limits_(limits) {}
  ~StreamThreads();
  StreamThreads(const StreamThreads&) = delete;
  StreamThreads& operator=(const StreamThreads&) = delete;

  // False if all threads are busy: `work` is not run then.
  bool TryRun(std::function<void()> work);

  // Runs `work` as one of the principal's streams, on the thread that it has: who calls is known
  // only there. RESOURCE_EXHAUSTED/QUEUE_FULL if the principal has as many as it may.
  absl::Status RunFor(const std::string& principal, absl::FunctionRef<absl::Status()> work);

  absl::Duration idle() const { return limits_.idle; }

 private:
  void Loop();

  const StreamLimits limits_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<std::function<void()>> waiting_;
  int busy_ = 0;                     // Threads that run, or are about to run, something.
  std::map<std::string, int> open_;  // By principal; none with zero.
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STREAM_THREADS_H_
