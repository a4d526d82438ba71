// Who feeds Engine::RunBatch. The register takes a Writer, so that a simulation needs no thread.
#ifndef PROBITY_STORAGE_SQL_WRITER_H_
#define PROBITY_STORAGE_SQL_WRITER_H_

#include <functional>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/sql/session.h"

namespace probity::sql {

class Writer {
 public:
  virtual ~Writer() = default;
  // Returns when the job's transaction is durable (OK) or its fate is known. Beside the body's and
  // the engine's errors: DEADLINE_EXCEEDED (the job was not run), RESOURCE_EXHAUSTED (too many are
  // waiting; not run), UNAVAILABLE (stopping, not run; or the engine stopped, outcome unknown).
  virtual absl::Status Run(Job job, absl::Time deadline) = 0;
  // The same without waiting. `done` is called once with what Run would have returned: before
  // Submit returns, or later on the thread that answers, which it must not hold up.
  using Done = std::function<void(absl::Status)>;
  virtual void Submit(Job job, absl::Time deadline, Done done) = 0;
};

// A batch of one on the caller's thread, without a clock: `deadline` is ignored. For simulations
// and tools; thread-safe.
class DirectWriter final : public Writer {
 public:
  explicit DirectWriter(Engine& engine) : engine_(engine) {}
  absl::Status Run(Job job, absl::Time /*deadline*/) override {
    std::lock_guard lock(mutex_);
    absl::Status status = engine_.RunBatch(absl::MakeConstSpan(&job, 1)).front();
    engine_.Maintain(Pause::kBetweenBatches);
    return status;
  }
  void Submit(Job job, absl::Time deadline, Done done) override {
    done(Run(std::move(job), deadline));
  }

 private:
  Engine& engine_;
  std::mutex mutex_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_WRITER_H_
