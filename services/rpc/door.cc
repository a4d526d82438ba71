#include "services/rpc/door.h"

#include "proto/support/error.h"

namespace probity::rpc {

absl::Status Door::Enter() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) {
    return Unavailable("the server is about to end")
        .Reason(v1::ERROR_REASON_DRAINING)
        .RetryAfter(absl::Seconds(1));
  }
  ++inside_;
  return absl::OkStatus();
}

void Door::Leave() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (--inside_ == 0) left_.notify_all();
}

void Door::Close(absl::Time until) {
  std::unique_lock<std::mutex> lock(mutex_);
  closed_ = true;
  left_.wait_until(lock, absl::ToChronoTime(until), [this] { return inside_ == 0; });
}

}  // namespace probity::rpc
