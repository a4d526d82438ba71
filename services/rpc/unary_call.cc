#include "services/rpc/unary_call.h"

#include <utility>

#include "services/rpc/buffers.h"
#include "services/rpc/grpc_status.h"

namespace probity::rpc {

UnaryCall::UnaryCall(Exchange exchange, std::unique_ptr<google::protobuf::Message> request,
                     const grpc::ByteBuffer& body, grpc::ByteBuffer& answer)
    : request_(std::move(request)), answer_(answer), exchange_(std::move(exchange)) {
  exchange_.decode = [this, &body] { return FromBuffer(body, *request_); };
  exchange_.request = request_.get();
}

void UnaryCall::Start(Stages& stages, const Handler& handler) {
  stages.Start(
      exchange_,
      [&](Call& call, Stages::Done done) {
        handler(call, *request_,
                [this, done = std::move(done)](absl::StatusOr<grpc::ByteBuffer> answer) {
                  if (answer.ok()) answer_ = *std::move(answer);
                  done(answer.status());
                });
      },
      [this](const absl::Status& status) { Finish(ToGrpcStatus(status)); });
}

void UnaryCall::Refuse(const absl::Status& status) { Finish(ToGrpcStatus(status)); }

}  // namespace probity::rpc
