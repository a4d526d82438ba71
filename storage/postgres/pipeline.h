// Statements that are sent before the answers of those before them have come.
#ifndef PROBITY_STORAGE_POSTGRES_PIPELINE_H_
#define PROBITY_STORAGE_POSTGRES_PIPELINE_H_

#include <deque>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/values.h"

namespace probity::postgres {

// Within one transaction of a connection, which nobody else uses until Close.
class Pipeline {
 public:
  explicit Pipeline(Connection& connection) : connection_(connection) {}

  // Sends a statement, and takes it for granted that it succeeds. If not, a later call fails, and
  // misled() is true. Its answer is put into `answer`, if there is one, by whatever waits next.
  absl::Status Defer(const Connection::Prepared& prepared, const BoundValues& values,
                     Result* answer = nullptr);
  // Has the server begin with what it was sent. From then on its own limit for a transaction that
  // does nothing runs again, in case we are never heard of again.
  absl::Status Sync();
  // Waits for all that was deferred.
  absl::Status Settle();
  // Sends a statement and waits for its answer, and so for all before it. Its error is its own.
  absl::StatusOr<Result> Run(const Connection::Prepared& prepared, const BoundValues& values);
  // Waits, and leaves the connection as it was before, but for what it has done.
  absl::Status Close();

  // True once something that was taken for granted has failed: what the caller did since then
  // stands on sand, and is to be done again without deferring.
  bool misled() const { return misled_; }

 private:
  struct Sent {
    Result* answer = nullptr;
    bool deferred = true;
  };

  absl::Status Send(const Connection::Prepared& prepared, const BoundValues& values, Sent sent);
  // Until the server has answered the last Sync. The first error.
  absl::Status Wait();
  // The answer to the first that was sent.
  absl::Status Take(Result answer);

  Connection& connection_;
  std::deque<Sent> sent_;  // Not answered yet.
  int syncs_ = 0;          // The same.
  bool open_ = false;
  bool misled_ = false;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PIPELINE_H_
