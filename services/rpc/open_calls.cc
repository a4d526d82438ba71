#include "services/rpc/open_calls.h"

#include <utility>

#include "proto/support/error.h"

namespace probity::rpc {
namespace {

// How often what nobody takes is looked for.
constexpr absl::Duration kLookEvery = absl::Seconds(1);

absl::Status TooMany(absl::string_view what) {
  return ResourceExhausted(what).Reason(v1::ERROR_REASON_QUEUE_FULL).RetryAfter(absl::Seconds(1));
}

}  // namespace

std::optional<OpenCalls::Id> OpenCalls::Open(std::function<void()> cancel) {
  const std::lock_guard<std::mutex> lock(mutex_);
  CancelLate();
  if (calls_.size() >= static_cast<size_t>(limits_.most)) return std::nullopt;
  calls_.emplace(++last_, Call{.cancel = std::move(cancel), .principal = ""});
  return last_;
}

absl::Status OpenCalls::Claim(Id call, const std::string& principal) {
  const std::lock_guard<std::mutex> lock(mutex_);
  int& open = by_principal_[principal];
  if (open >= limits_.most_per_principal) {
    return TooMany("the caller has as many calls open as it may");
  }
  ++open;
  calls_.at(call).principal = principal;
  return absl::OkStatus();
}

absl::Status OpenCalls::Answer(Id call, size_t bytes, absl::Time until) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Call& answered = calls_.at(call);
  answered.until = until;
  if (answer_bytes_ + bytes > limits_.most_answer_bytes) {
    return TooMany("too many answers wait for their callers");
  }
  answer_bytes_ += bytes;
  answered.bytes = bytes;
  return absl::OkStatus();
}

void OpenCalls::Close(Id call) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto closed = calls_.find(call);
  answer_bytes_ -= closed->second.bytes;
  if (const auto of = by_principal_.find(closed->second.principal);
      of != by_principal_.end() && --of->second == 0) {
    by_principal_.erase(of);
  }
  calls_.erase(closed);
}

void OpenCalls::CancelLate() {
  const absl::Time now = clock_.Now();
  if (now < looked_ + kLookEvery) return;
  looked_ = now;
  for (auto& [id, call] : calls_) {
    if (call.until < now) call.cancel();
  }
}

}  // namespace probity::rpc
