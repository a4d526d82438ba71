#include "services/rpc/unary_call.h"

#include <utility>

#include "proto/support/error.h"
#include "services/rpc/buffers.h"
#include "services/rpc/grpc_status.h"

namespace probity::rpc {

UnaryCall::UnaryCall(const Shared& shared, Exchange exchange,
                     std::unique_ptr<google::protobuf::Message> request,
                     const grpc::ByteBuffer& body, grpc::ByteBuffer& answer)
    : shared_(shared),
      request_(std::move(request)),
      answer_(answer),
      exchange_(std::move(exchange)) {
  exchange_.decode = [this, &body] { return FromBuffer(body, *request_); };
  exchange_.request = request_.get();
}

absl::Status UnaryCall::Enter(std::function<void()> cancel) {
  id_ = shared_.open.Open(std::move(cancel));
  if (id_.has_value()) return absl::OkStatus();
  return ResourceExhausted("too many calls are open")
      .Reason(v1::ERROR_REASON_QUEUE_FULL)
      .RetryAfter(absl::Seconds(1));
}

void UnaryCall::Start(const Handler& handler) {
  shared_.stages.Start(
      exchange_,
      [&](Call& call, Stages::Done done) {
        const absl::Status claimed = shared_.open.Claim(*id_, call.viewer.principal);
        if (!claimed.ok()) return done(claimed);
        handler(call, *request_,
                [this, done = std::move(done)](absl::StatusOr<grpc::ByteBuffer> answer) {
                  if (answer.ok()) answer_.Swap(&*answer);
                  done(answer.status());
                });
      },
      [this](const absl::Status& status) { Answer(status); });
}

void UnaryCall::Answer(const absl::Status& status) {
  const size_t bytes = status.ok() ? answer_.Length() : 0;
  const absl::Status room = shared_.open.Answer(*id_, bytes, exchange_.call.deadline);
  Finish(ToGrpcStatus(room.ok() ? status : room));
}

void UnaryCall::Refuse(const absl::Status& status) {
  shared_.stages.Refuse(exchange_, status);
  Finish(ToGrpcStatus(status));
}

void UnaryCall::OnDone() {
  if (id_.has_value()) shared_.open.Close(*id_);
  if (shared_.door != nullptr) shared_.door->Leave();
  delete this;
}

}  // namespace probity::rpc
