#include "storage/postgres/pipeline.h"

#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/fault.h"

namespace probity::postgres {
namespace {

// So that neither side waits for the other to read: an answer has some tens of bytes.
constexpr size_t kDeferredAtMost = 256;

}  // namespace

absl::Status Pipeline::Send(const Connection::Prepared& prepared, const BoundValues& values) {
  if (misled_) return Internal("a statement before this one failed");
  if (!open_ && PQenterPipelineMode(connection_.raw()) == 0) return Unreachable();
  open_ = true;
  return connection_.Send(prepared, values.values(), values.lengths());
}

absl::Status Pipeline::Defer(const Connection::Prepared& prepared, const BoundValues& values,
                             Result* answer) {
  PROBITY_RETURN_IF_ERROR(Send(prepared, values));
  deferred_.push_back(answer);
  return deferred_.size() < kDeferredAtMost ? absl::OkStatus() : Settle();
}

absl::StatusOr<Result> Pipeline::Run(const Connection::Prepared& prepared,
                                     const BoundValues& values) {
  PROBITY_RETURN_IF_ERROR(Send(prepared, values));
  PROBITY_RETURN_IF_ERROR(Settle());
  Result answer(PQgetResult(connection_.raw()));
  if (answer == nullptr || connection_.lost()) return Unreachable();
  PROBITY_RETURN_IF_ERROR(connection_.StatusOf(answer.get()));
  PQclear(PQgetResult(connection_.raw()));  // None: the end of this statement's answers.
  return answer;
}

absl::Status Pipeline::Flush() {
  return PQflush(connection_.raw()) < 0 ? Unreachable() : absl::OkStatus();
}

absl::Status Pipeline::Settle() {
  if (!open_) return absl::OkStatus();
  PGconn* const raw = connection_.raw();
  if (PQsendFlushRequest(raw) == 0 || PQflush(raw) != 0) return Unreachable();
  while (!deferred_.empty()) {
    Result answer(PQgetResult(raw));
    if (answer == nullptr || connection_.lost()) return Unreachable();
    PROBITY_RETURN_IF_ERROR(Take(std::move(answer)));
    PQclear(PQgetResult(raw));
  }
  return absl::OkStatus();
}

absl::Status Pipeline::Take(Result answer) {
  const absl::Status status = connection_.StatusOf(answer.get());
  if (!status.ok()) {
    misled_ = true;
  } else if (deferred_.front() != nullptr) {
    *deferred_.front() = std::move(answer);
  }
  deferred_.pop_front();
  return status;
}

absl::Status Pipeline::Finish() {
  if (!std::exchange(open_, false)) return absl::OkStatus();
  PGconn* const raw = connection_.raw();
  absl::Status first_error;
  if (PQpipelineSync(raw) == 0) return Unreachable();
  while (true) {
    Result answer(PQgetResult(raw));
    if (connection_.lost()) return Unreachable();
    if (answer == nullptr) continue;  // Between two statements.
    if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) break;
    if (deferred_.empty()) continue;  // Of a statement whose error its caller has had.
    const absl::Status status = Take(std::move(answer));
    if (first_error.ok()) first_error = status;
  }
  return PQexitPipelineMode(raw) == 0 ? Unreachable() : first_error;
}

}  // namespace probity::postgres
