#include "storage/sql/group_commit.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "proto/support/error.h"

namespace probity::sql {
namespace {

// storage/sqlite/README.md, rules 2 and 6: checkpoint after 50 ms without work, look at the disk
// every second.
constexpr std::chrono::milliseconds kIdleAfter(50);
constexpr std::chrono::milliseconds kIdleAgain(1000);
// By then the queue that was full has been written several times over.
constexpr absl::Duration kRetryAfter = absl::Milliseconds(200);
// The longest wait for those who were answered last and are likely to write again.
constexpr std::chrono::microseconds kPatience(2000);

}  // namespace

// Lives on the stack of the caller that waits in Run.
struct GroupCommit::Waiter {
  Job job;
  absl::Time deadline;
  std::mutex mutex;  // Of what follows; one for each, so that who is woken finds it free.
  std::condition_variable answered;
  std::optional<absl::Status> status;
};

GroupCommit::GroupCommit(Engine& engine, Now now, Options options)
    : engine_(engine), now_(std::move(now)), options_(options), thread_([this] { Loop(); }) {}

GroupCommit::~GroupCommit() { Stop(); }

absl::Status GroupCommit::Run(Job job, absl::Time deadline) {
  Waiter waiter{
      .job = std::move(job), .deadline = deadline, .mutex = {}, .answered = {}, .status = {}};
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return Unavailable("the store is stopping").Reason(v1::ERROR_REASON_DRAINING);
    if (queue_.size() >= options_.capacity) {
      return ResourceExhausted("too many writes are waiting")
          .Reason(v1::ERROR_REASON_QUEUE_FULL)
          .RetryAfter(kRetryAfter);
    }
    queue_.push_back(&waiter);
    if (queue_.size() == 1 || queue_.size() == expected_) arrived_.notify_one();
  }
  std::unique_lock lock(waiter.mutex);
  waiter.answered.wait(lock, [&] { return waiter.status.has_value(); });
  return *std::move(waiter.status);
}

void GroupCommit::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    arrived_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

size_t GroupCommit::waiting() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

void GroupCommit::Loop() {
  while (std::optional<std::vector<Waiter*>> batch = NextBatch()) {
    idle_ = batch->empty();
    if (idle_) {
      engine_.Maintain(Pause::kIdle);
    } else {
      Answer(*batch, RunWaiters(*batch));
      engine_.Maintain(Pause::kBetweenBatches);
    }
  }
}

std::optional<std::vector<GroupCommit::Waiter*>> GroupCommit::NextBatch() {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, idle_ ? kIdleAgain : kIdleAfter,
                    [&] { return stopping_ || !queue_.empty(); });
  if (stopping_ && queue_.empty()) return std::nullopt;
  if (!queue_.empty()) {
    arrived_.wait_for(lock, patience_, [&] { return stopping_ || queue_.size() >= expected_; });
  }
  const auto end = queue_.begin() + std::min(queue_.size(), options_.max_batch);
  std::vector<Waiter*> batch(queue_.begin(), end);
  queue_.erase(queue_.begin(), end);
  expected_ = batch.size();
  return batch;
}

std::vector<absl::Status> GroupCommit::RunWaiters(const std::vector<Waiter*>& waiters) {
  const absl::Time now = now_();
  std::vector<absl::Status> statuses(
      waiters.size(), DeadlineExceeded("the deadline passed before the write began"));
  std::vector<Job> jobs;
  std::vector<size_t> places;
  for (size_t i = 0; i < waiters.size(); ++i) {
    if (waiters[i]->deadline < now) continue;
    jobs.push_back(std::move(waiters[i]->job));
    places.push_back(i);
  }
  if (jobs.empty()) return statuses;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<absl::Status> results = engine_.RunBatch(jobs);
  patience_ = std::min<std::chrono::steady_clock::duration>(
      kPatience, (std::chrono::steady_clock::now() - begin) / 2);
  for (size_t i = 0; i < places.size(); ++i) statuses[places[i]] = std::move(results[i]);
  return statuses;
}

// The lock is held over the notification, so that a waiter cannot leave its stack frame before.
void GroupCommit::Answer(const std::vector<Waiter*>& waiters, std::vector<absl::Status> statuses) {
  for (size_t i = 0; i < waiters.size(); ++i) {
    std::lock_guard lock(waiters[i]->mutex);
    waiters[i]->status = std::move(statuses[i]);
    waiters[i]->answered.notify_one();
  }
}

}  // namespace probity::sql
