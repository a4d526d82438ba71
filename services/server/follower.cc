#include "services/server/follower.h"

#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace probity {
namespace {

// The poll is the truth; a hint only makes it come sooner, but not for each of many commits.
constexpr absl::Duration kPoll = absl::Milliseconds(100);
constexpr absl::Duration kPause = absl::Milliseconds(10);

}  // namespace

Follower::Follower(storage::Store& store, screening::IndexProjection& index)
    : store_(store), index_(index), thread_([this] { Run(); }) {}

Follower::~Follower() {
  ends_ = true;
  thread_.join();
}

absl::Status Follower::last() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_;
}

void Follower::Run() {
  while (!ends_) {
    store_.AwaitChange(kPoll);
    if (ends_ || store_.stopped()) continue;
    if (store_.shared() || !index_.fresh()) {
      absl::Status followed = index_.CatchUp();
      const std::lock_guard<std::mutex> lock(mutex_);
      last_ = std::move(followed);
    }
    absl::SleepFor(kPause);
  }
}

}  // namespace probity
