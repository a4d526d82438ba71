#include "services/rpc/stream_call.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace probity::rpc {
namespace {

// gRPC reports a broken stream as its end first, and as a cancellation right after. What came last
// may be cut then, so the end counts only if no cancellation has followed it.
constexpr std::chrono::milliseconds kCancellationFollows(20);

}  // namespace

StreamCall::StreamCall(absl::Duration idle, Door* door)
    : longest_wait_(absl::ToChronoMicroseconds(idle)), door_(door) {
  StartRead(&arriving_);
}

std::vector<grpc::ByteBuffer> StreamCall::Take(size_t limit, absl::Time deadline) {
  std::vector<grpc::ByteBuffer> taken;
  bool read = false;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto ready = [this] { return hung_up_ || ended_ || !arrived_.empty(); };
    const auto in_vain = std::chrono::system_clock::now() + longest_wait_;
    if (deadline < absl::FromChrono(in_vain)) {
      changed_.wait_until(lock, absl::ToChronoTime(deadline), ready);
    } else {
      idle_ = !changed_.wait_until(lock, in_vain, ready);
    }
    if (hung_up_) return taken;
    if (arrived_.empty()) {
      if (ended_) changed_.wait_for(lock, kCancellationFollows, [this] { return hung_up_; });
      return taken;
    }
    const size_t count = std::min(limit, arrived_.size());
    for (size_t i = 0; i < count; ++i) {
      arrived_bytes_ -= arrived_.front().Length();
      taken.push_back(std::move(arrived_.front()));
      arrived_.pop_front();
    }
    read = !reading_ && WantsRead();
    if (read) reading_ = true;
  }
  if (read) StartRead(&arriving_);
  return taken;
}

bool StreamCall::Send(grpc::ByteBuffer message) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (hung_up_ || write_failed_) return false;
    writing_ = true;
    leaving_.Swap(&message);
  }
  StartWrite(&leaving_);
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return !writing_; });
  return !write_failed_;
}

bool StreamCall::hung_up() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return hung_up_;
}

bool StreamCall::idle() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return idle_;
}

bool StreamCall::WantsRead() {
  return !ended_ && arrived_.size() < kMostWaiting && arrived_bytes_ < kMostWaitingBytes;
}

void StreamCall::OnReadDone(bool ok) {
  bool read = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ok) {
      arrived_bytes_ += arriving_.Length();
      arrived_.emplace_back();
      arrived_.back().Swap(&arriving_);
    } else {
      ended_ = true;
    }
    read = WantsRead();
    reading_ = read;
    changed_.notify_all();
  }
  if (read) StartRead(&arriving_);
}

void StreamCall::OnWriteDone(bool ok) {
  const std::lock_guard<std::mutex> lock(mutex_);
  writing_ = false;
  write_failed_ = !ok;
  changed_.notify_all();
}

void StreamCall::OnDone() {
  if (door_ != nullptr) door_->Leave();
  delete this;
}

void StreamCall::OnCancel() {
  const std::lock_guard<std::mutex> lock(mutex_);
  hung_up_ = true;
  changed_.notify_all();
}

}  // namespace probity::rpc
