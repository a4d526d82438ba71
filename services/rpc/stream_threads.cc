#include "services/rpc/stream_threads.h"

#include "proto/support/error.h"

namespace probity::rpc {

absl::Status StreamThreads::RunFor(const std::string& principal,
                                   absl::FunctionRef<absl::Status()> work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    int& open = open_[principal];
    if (open == limits_.most_per_principal) {
      return ResourceExhausted("the caller has as many streams open as it may")
          .Reason(v1::ERROR_REASON_QUEUE_FULL)
          .RetryAfter(absl::Seconds(1));
    }
    ++open;
  }
  absl::Status answer = work();
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto open = open_.find(principal);
  if (--open->second == 0) open_.erase(open);
  return answer;
}

}  // namespace probity::rpc
