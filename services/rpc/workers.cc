#include "services/rpc/workers.h"

#include <system_error>
#include <utility>

namespace probity::rpc {

Workers::~Workers() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::TryRun(std::function<void()> work) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (busy_ == most_ || stopping_) return false;
  if (static_cast<int>(threads_.size()) == busy_) {
    try {
      threads_.emplace_back([this] { Loop(); });
    } catch (const std::system_error&) {
      return false;  // The system gives no more threads.
    }
  }
  ++busy_;
  waiting_.push_back(std::move(work));
  woken_.notify_one();
  return true;
}

void Workers::Loop() {
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
