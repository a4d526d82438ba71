#include "services/rpc/stream_threads.h"

#include <utility>

#include "proto/support/error.h"

namespace probity::rpc {

StreamThreads::~StreamThreads() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool StreamThreads::TryRun(std::function<void()> work) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (busy_ == limits_.most || stopping_) return false;
  ++busy_;
  waiting_.push_back(std::move(work));
  if (static_cast<int>(threads_.size()) < busy_) {
    threads_.emplace_back([this] { Loop(); });
  } else {
    woken_.notify_one();
  }
  return true;
}

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

void StreamThreads::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
    --busy_;
  }
}

}  // namespace probity::rpc
