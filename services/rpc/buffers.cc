#include "services/rpc/buffers.h"

#include <memory>

#include "grpcpp/support/slice.h"
#include "proto/support/error.h"
#include "services/rpc/decode.h"

namespace probity::rpc {

absl::Status FromBuffer(const grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return Decode("", message);
  return Decode(absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()),
                message);
}

grpc::ByteBuffer ToBuffer(google::protobuf::Message& answer, const InternalFields& internal) {
  internal.Clear(answer);
  const grpc::Slice slice(answer.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

absl::Status Gone() { return Cancelled("the caller has hung up"); }

absl::Status Idle() {
  return ErrorBuilder(absl::StatusCode::kDeadlineExceeded, "nothing has come for too long")
      .Reason(v1::ERROR_REASON_DEADLINE_EXCEEDED);
}

}  // namespace probity::rpc
