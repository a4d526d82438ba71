#include "storage/sql/group_commit.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "proto/support/error.h"
#include "storage/gate.h"

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

// Jobs of one transaction. Each caller who waits keeps it until he has his answer.
struct GroupCommit::Batch {
  std::vector<Job> jobs;
  std::vector<absl::Time> deadlines;
  std::vector<Done> done;  // Empty for those who wait.
  bool has_done = false;
  std::vector<absl::Status> statuses;  // Once `answered` is open.
  storage::Gate answered;
};

GroupCommit::GroupCommit(Engine& engine, Now now, Options options)
    : engine_(engine), now_(std::move(now)), options_(options), thread_([this] { Loop(); }) {}

GroupCommit::~GroupCommit() { Stop(); }

absl::Status GroupCommit::Run(Job job, absl::Time deadline) {
  const absl::StatusOr<Seat> seat = Enter(std::move(job), deadline, nullptr);
  if (!seat.ok()) return seat.status();
  seat->batch->answered.Wait();
  return std::move(seat->batch->statuses[seat->place]);
}

void GroupCommit::Submit(Job job, absl::Time deadline, Done done) {
  absl::Status refused = Enter(std::move(job), deadline, done).status();
  if (!refused.ok()) done(std::move(refused));
}

absl::StatusOr<GroupCommit::Seat> GroupCommit::Enter(Job job, absl::Time deadline, Done done) {
  std::lock_guard lock(mutex_);
  if (stopping_) return Unavailable("the store is stopping").Reason(v1::ERROR_REASON_DRAINING);
  if (waiting_ >= options_.capacity + (job.uses_reserve ? options_.reserve : 0)) {
    return ResourceExhausted("too many writes are waiting")
        .Reason(v1::ERROR_REASON_QUEUE_FULL)
        .RetryAfter(kRetryAfter);
  }
  Seat seat = {.batch = OpenBatch()};
  Batch& batch = *seat.batch;
  seat.place = batch.jobs.size();
  batch.jobs.push_back(std::move(job));
  batch.deadlines.push_back(deadline);
  batch.has_done = batch.has_done || done != nullptr;
  batch.done.push_back(std::move(done));
  ++waiting_;
  if (waiting_ == 1 || waiting_ == expected_) arrived_.notify_one();
  return seat;
}

std::shared_ptr<GroupCommit::Batch> GroupCommit::OpenBatch() {
  if (batches_.empty() || batches_.back()->jobs.size() == options_.max_batch) {
    batches_.push_back(std::make_shared<Batch>());
    batches_.back()->jobs.reserve(2 * expected_);
  }
  return batches_.back();
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
  return waiting_;
}

void GroupCommit::Loop() {
  while (const std::optional<std::shared_ptr<Batch>> batch = NextBatch()) {
    idle_ = *batch == nullptr;
    if (!idle_) Answer(*batch, RunJobs(**batch));
    engine_.Maintain(idle_ ? Pause::kIdle : Pause::kBetweenBatches);
  }
}

std::optional<std::shared_ptr<GroupCommit::Batch>> GroupCommit::NextBatch() {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, idle_ ? kIdleAgain : kIdleAfter,
                    [&] { return stopping_ || waiting_ > 0; });
  if (waiting_ == 0) {
    if (stopping_) return std::nullopt;
    return nullptr;
  }
  arrived_.wait_for(lock, patience_, [&] { return stopping_ || waiting_ >= expected_; });
  std::shared_ptr<Batch> batch = std::move(batches_.front());
  batches_.pop_front();
  waiting_ -= batch->jobs.size();
  expected_ = batch->jobs.size() / 2;
  return batch;
}

std::vector<absl::Status> GroupCommit::RunJobs(Batch& batch) {
  const absl::Time now = now_();
  std::vector<absl::Status> statuses(
      batch.jobs.size(), DeadlineExceeded("the deadline passed before the write began"));
  std::vector<Job> jobs;
  std::vector<size_t> places;
  jobs.reserve(batch.jobs.size());
  places.reserve(batch.jobs.size());
  for (size_t i = 0; i < batch.jobs.size(); ++i) {
    if (batch.deadlines[i] < now) continue;
    jobs.push_back(std::move(batch.jobs[i]));
    places.push_back(i);
  }
  const auto begin = std::chrono::steady_clock::now();
  std::vector<absl::Status> results = engine_.RunBatch(jobs);
  patience_ = std::min<std::chrono::steady_clock::duration>(
      kPatience, (std::chrono::steady_clock::now() - begin) / 2);
  for (size_t i = 0; i < places.size(); ++i) statuses[places[i]] = std::move(results[i]);
  return statuses;
}

void GroupCommit::Answer(const std::shared_ptr<Batch>& batch, std::vector<absl::Status> statuses) {
  batch->statuses = std::move(statuses);
  batch->answered.Open();
  if (!batch->has_done) return;
  answers_.Do([batch] {
    for (size_t i = 0; i < batch->done.size(); ++i) {
      if (batch->done[i] != nullptr) batch->done[i](std::move(batch->statuses[i]));
    }
  });
}

}  // namespace probity::sql
