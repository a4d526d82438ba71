// The one thread that writes: it takes all jobs that have arrived, commits them together, and
// answers each caller after the commit. A batch is what came while the one before it was being
// written. Where that was a batch of many, the next waits until half of them have come again, for
// half the time of its commit and 2 ms at most: two batches of one size then take turns, one being
// written while the callers of the other are being answered.
#ifndef PROBITY_STORAGE_SQL_GROUP_COMMIT_H_
#define PROBITY_STORAGE_SQL_GROUP_COMMIT_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/sql/answer_thread.h"
#include "storage/sql/writer.h"

namespace probity::sql {

class GroupCommit final : public Writer {
 public:
  struct Options {
    size_t capacity = 512;   // Jobs waiting; one more gets RESOURCE_EXHAUSTED at once.
    size_t reserve = 2048;   // So many more of those that use the reserve: traces of calls.
    size_t max_batch = 256;  // Jobs in one transaction.
  };
  // What deadlines are compared with. Called on the writing thread.
  using Now = std::function<absl::Time()>;

  // `engine` must outlive this object, and nobody else may call its RunBatch or Maintain.
  GroupCommit(Engine& engine, Now now) : GroupCommit(engine, std::move(now), Options()) {}
  GroupCommit(Engine& engine, Now now, Options options);
  ~GroupCommit() override;
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // Thread-safe. A job whose deadline has passed when its turn comes is not run.
  absl::Status Run(Job job, absl::Time deadline) override;
  void Submit(Job job, absl::Time deadline, Done done) override;

  // Refuses new jobs, finishes those that wait, ends the thread. Idempotent; not thread-safe.
  void Stop();

  // Jobs that wait now, without those being written. Thread-safe.
  size_t waiting() const;

 private:
  struct Batch;

  // A job's batch, and its place there.
  struct Seat {
    std::shared_ptr<Batch> batch;
    size_t place = 0;
  };

  // Puts the job into the open batch; `done` is empty if its caller waits at the batch's gate.
  absl::StatusOr<Seat> Enter(Job job, absl::Time deadline, Done done);
  // The batch that takes the next job. Under mutex_.
  std::shared_ptr<Batch> OpenBatch();
  void Loop();
  // Blocks until there is work (returns it), or the idle time is over (null), or all is done
  // (nothing).
  std::optional<std::shared_ptr<Batch>> NextBatch();
  std::vector<absl::Status> RunJobs(Batch& batch);
  void Answer(const std::shared_ptr<Batch>& batch, std::vector<absl::Status> statuses);

  Engine& engine_;
  const Now now_;
  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::shared_ptr<Batch>> batches_;  // All but the last are full.
  size_t waiting_ = 0;                          // Jobs in them.
  size_t expected_ = 0;                         // Half of the last batch.
  bool stopping_ = false;
  std::chrono::steady_clock::duration patience_{0};  // Of the writing thread alone.
  bool idle_ = false;  // Of the writing thread alone: Maintain(kIdle) has run since the last batch.
  AnswerThread answers_;
  std::thread thread_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_GROUP_COMMIT_H_
