// One open unary call. While it waits for its transaction or its trace no thread waits with it.
#ifndef PROBITY_SERVICES_RPC_UNARY_CALL_H_
#define PROBITY_SERVICES_RPC_UNARY_CALL_H_

#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/core/call.h"
#include "services/rpc/door.h"
#include "services/rpc/open_calls.h"
#include "services/rpc/stages.h"

namespace probity::rpc {

// Deletes itself when gRPC is done with it, which is after it was answered.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  using Done = std::function<void(absl::StatusOr<grpc::ByteBuffer>)>;
  // Answers the request, now or later. Call and request live until it is answered.
  using Handler = std::function<void(Call&, const google::protobuf::Message& request, Done)>;

  // What the calls of a server share.
  struct Shared {
    Stages& stages;
    OpenCalls& open;
    Door* door;  // Left at the end; null if the call was not let in.
  };
  // What gRPC gives lives as long as the call. `exchange` has all but what is the call's own: its
  // decode, its request.
  UnaryCall(const Shared& shared, Exchange exchange,
            std::unique_ptr<google::protobuf::Message> request, const grpc::ByteBuffer& body,
            grpc::ByteBuffer& answer);

  // Once, this or Refuse, where the call has a place: Enter() answered OK.
  void Start(const Handler& handler);
  void Refuse(const absl::Status& status);
  // `cancel` as OpenCalls::Open has it.
  absl::Status Enter(std::function<void()> cancel);

  void OnDone() override;

 private:
  // OnDone blocks nobody: it needs no thread of gRPC's executor to run on. An OnCancel would run in
  // place too, while the call may be ending: there is none.
  bool InternalInlineable() override { return true; }
  void Answer(const absl::Status& status);

  const Shared shared_;
  std::optional<OpenCalls::Id> id_;

  const std::unique_ptr<google::protobuf::Message> request_;
  grpc::ByteBuffer& answer_;
  Exchange exchange_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_UNARY_CALL_H_
