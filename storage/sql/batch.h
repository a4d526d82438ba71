// How a batch of jobs becomes transactions, for every engine alike (Engine::RunBatch).
#ifndef PROBITY_STORAGE_SQL_BATCH_H_
#define PROBITY_STORAGE_SQL_BATCH_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/sql/session.h"

namespace probity::sql {

// Why a transaction was not committed, and so what may be done about it.
enum class Failure {
  kOfABody,  // Some job's own error, or one that cannot be told from it: try the jobs apart.
  kPassing,  // The engine's, nothing was committed, and another try may go well.
  kFinal,    // The engine's, and nothing more is tried: the error is every job's answer.
};

// The steps of a transaction, over and over on one connection.
class BatchTransaction {
 public:
  virtual ~BatchTransaction() = default;
  virtual absl::Status Begin() = 0;
  virtual Session& session() = 0;
  virtual absl::Status Savepoint() = 0;
  // Releases it, having undone what came after it unless that is kept.
  virtual absl::Status EndSavepoint(bool keep) = 0;
  // Ends the transaction, with COMMIT if `status` is OK. Returns the first error. Not called after
  // a Begin that failed.
  virtual absl::Status End(absl::Status status) = 0;
  // Of the last Begin or End that returned an error. An engine says kPassing a bounded number of
  // times.
  virtual Failure failure() const = 0;
};

// Runs all jobs without savepoints and, if a body fails, again with a savepoint each. The i-th
// status answers the i-th job; OK means that its transaction was committed.
std::vector<absl::Status> RunJobs(BatchTransaction& transaction, absl::Span<const Job* const> jobs);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_BATCH_H_
