// Statements that are sent before the answers of those before them have come.
#ifndef PROBITY_STORAGE_POSTGRES_PIPELINE_H_
#define PROBITY_STORAGE_POSTGRES_PIPELINE_H_

#include <cstdint>
#include <deque>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/values.h"

namespace probity::postgres {

// Within one transaction of a connection, which nobody else uses until Finish.
class Pipeline {
 public:
  explicit Pipeline(Connection& connection) : connection_(connection) {}

  // Sends a statement, and takes its answer for granted: that it succeeds and, if something is
  // expected, gives one row with this number. If not, a later call fails, and misled() is true.
  absl::Status Defer(const Connection::Prepared& prepared, const BoundValues& values,
                     std::optional<int64_t> expected);
  // Sends a statement and waits for its answer, and so for all before it.
  absl::StatusOr<Result> Run(const Connection::Prepared& prepared, const BoundValues& values);
  // Waits for all that was deferred. The connection is as it was before, but for what it has done.
  absl::Status Finish();

  // True once an answer was another than was taken for granted: what the caller did since then
  // stands on sand, and is to be done again without deferring.
  bool misled() const { return misled_; }

 private:
  absl::Status Send(const Connection::Prepared& prepared, const BoundValues& values);
  // Has the server send what it has, and looks at what was deferred.
  absl::Status Settle();
  absl::Status Check(const PGresult* answer, std::optional<int64_t> expected);

  Connection& connection_;
  std::deque<std::optional<int64_t>> deferred_;  // What is expected of each.
  bool open_ = false;
  bool misled_ = false;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PIPELINE_H_
