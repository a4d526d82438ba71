// Statements that are sent before the answers of those before them have come.
#ifndef PROBITY_STORAGE_POSTGRES_PIPELINE_H_
#define PROBITY_STORAGE_POSTGRES_PIPELINE_H_

#include <deque>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/values.h"

namespace probity::postgres {

// Within one transaction of a connection, which nobody else uses until Finish.
class Pipeline {
 public:
  explicit Pipeline(Connection& connection) : connection_(connection) {}

  // Sends a statement, and takes it for granted that it succeeds. If not, a later call fails, and
  // misled() is true. Its answer is put into `answer`, if there is one, by Run, Settle or Finish.
  absl::Status Defer(const Connection::Prepared& prepared, const BoundValues& values,
                     Result* answer = nullptr);
  // Has the server begin with what it was sent.
  absl::Status Flush();
  // Has the server send what it has, and waits for all that was deferred.
  absl::Status Settle();
  // Sends a statement and waits for its answer, and so for all before it.
  absl::StatusOr<Result> Run(const Connection::Prepared& prepared, const BoundValues& values);
  // The same, and the connection is as it was before, but for what it has done.
  absl::Status Finish();

  // True once an answer was another than was taken for granted: what the caller did since then
  // stands on sand, and is to be done again without deferring.
  bool misled() const { return misled_; }

 private:
  absl::Status Send(const Connection::Prepared& prepared, const BoundValues& values);
  // The answer to the first that was deferred.
  absl::Status Take(Result answer);

  Connection& connection_;
  std::deque<Result*> deferred_;  // Where their answers go; null: nowhere.
  bool open_ = false;
  bool misled_ = false;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PIPELINE_H_
