#include "storage/sql/batch.h"

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "proto/support/status_macros.h"
#include "storage/sql/counting.h"

namespace probity::sql {
namespace {

using Jobs = absl::Span<const Job* const>;

absl::Status OneTransaction(BatchTransaction& transaction, absl::FunctionRef<absl::Status()> run) {
  while (true) {
    absl::Status status = transaction.Begin();
    if (status.ok()) status = transaction.End(run());
    if (status.ok() || transaction.failure() != Failure::kPassing) return status;
  }
}

// One transaction, ended at the first body that fails; that body's error.
absl::Status RunTogether(BatchTransaction& transaction, Jobs jobs) {
  return OneTransaction(transaction, [&]() -> absl::Status {
    Session& session = transaction.session();
    for (const Job* job : jobs) {
      if (job->foresee != nullptr) job->foresee(session);
    }
    for (const Job* job : jobs) PROBITY_RETURN_IF_ERROR(job->body(session));
    return WriteClock(session);
  });
}

// One transaction with a savepoint for each body. An error is that of the transaction.
absl::StatusOr<std::vector<absl::Status>> RunWithSavepoints(BatchTransaction& transaction,
                                                            Jobs jobs) {
  std::vector<absl::Status> statuses;
  PROBITY_RETURN_IF_ERROR(OneTransaction(transaction, [&]() -> absl::Status {
    statuses.clear();
    for (const Job* job : jobs) {
      PROBITY_RETURN_IF_ERROR(transaction.Savepoint());
      Session& session = transaction.session();
      const Known before = session.known();
      statuses.push_back(job->body(session));
      if (!statuses.back().ok()) session.known() = before;
      PROBITY_RETURN_IF_ERROR(transaction.EndSavepoint(statuses.back().ok()));
    }
    return WriteClock(transaction.session());
  }));
  return statuses;
}

}  // namespace

std::vector<absl::Status> RunJobs(BatchTransaction& transaction, Jobs jobs) {
  const absl::Status together = RunTogether(transaction, jobs);
  if (together.ok() || jobs.size() == 1 || transaction.failure() == Failure::kFinal) {
    return std::vector<absl::Status>(jobs.size(), together);
  }
  absl::StatusOr<std::vector<absl::Status>> each = RunWithSavepoints(transaction, jobs);
  if (each.ok()) return *std::move(each);
  if (transaction.failure() == Failure::kFinal) {
    return std::vector<absl::Status>(jobs.size(), each.status());
  }
  // A deferred constraint fails at COMMIT and does not say whose it is.
  std::vector<absl::Status> alone;
  for (const Job* const& job : jobs) {
    alone.push_back(RunTogether(transaction, absl::MakeConstSpan(&job, 1)));
  }
  return alone;
}

}  // namespace probity::sql
