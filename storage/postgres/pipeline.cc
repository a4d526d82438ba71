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

absl::Status Pipeline::Send(const Connection::Prepared& prepared, const BoundValues& values,
                            Sent sent) {
  if (misled_) return Internal("a statement before this one failed");
  if (!open_ && PQenterPipelineMode(connection_.raw()) == 0) return Unreachable();
  open_ = true;
  PROBITY_RETURN_IF_ERROR(connection_.Send(prepared, values.values(), values.lengths()));
  sent_.push_back(sent);
  return absl::OkStatus();
}

absl::Status Pipeline::Defer(const Connection::Prepared& prepared, const BoundValues& values,
                             Result* answer) {
  PROBITY_RETURN_IF_ERROR(Send(prepared, values, {.answer = answer}));
  return sent_.size() < kDeferredAtMost ? absl::OkStatus() : Settle();
}

absl::StatusOr<Result> Pipeline::Run(const Connection::Prepared& prepared,
                                     const BoundValues& values) {
  Result answer;
  PROBITY_RETURN_IF_ERROR(Send(prepared, values, {.answer = &answer, .deferred = false}));
  PROBITY_RETURN_IF_ERROR(Settle());
  return answer;
}

absl::Status Pipeline::Sync() {
  if (PQpipelineSync(connection_.raw()) == 0) return Unreachable();
  ++syncs_;
  return absl::OkStatus();
}

absl::Status Pipeline::Settle() {
  if (!open_) return absl::OkStatus();
  PROBITY_RETURN_IF_ERROR(Sync());
  return Wait();
}

absl::Status Pipeline::Wait() {
  absl::Status first_error;
  while (syncs_ > 0) {
    PROBITY_RETURN_IF_ERROR(connection_.WaitForAnswer());
    Result answer(PQgetResult(connection_.raw()));
    if (connection_.lost()) return Unreachable();
    if (answer == nullptr) continue;  // Between two statements.
    if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) {
      --syncs_;
      continue;
    }
    if (sent_.empty()) return Internal("the server answered what it was not asked");
    const absl::Status status = Take(std::move(answer));
    if (first_error.ok()) first_error = status;
  }
  return first_error;
}

absl::Status Pipeline::Take(Result answer) {
  const Sent sent = sent_.front();
  sent_.pop_front();
  absl::Status status = connection_.StatusOf(answer.get());
  if (status.ok()) {
    if (sent.answer != nullptr) *sent.answer = std::move(answer);
  } else if (sent.deferred) {
    misled_ = true;
  }
  return status;
}

absl::Status Pipeline::Close() {
  if (!open_) return absl::OkStatus();
  const absl::Status settled = Settle();
  open_ = false;
  if (connection_.lost() || PQexitPipelineMode(connection_.raw()) == 0) return Unreachable();
  return settled;
}

}  // namespace probity::postgres
