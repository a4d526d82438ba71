// Messages and gRPC's buffers of bytes.
#ifndef PROBITY_SERVICES_RPC_BUFFERS_H_
#define PROBITY_SERVICES_RPC_BUFFERS_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "proto/support/internal_fields.h"

namespace probity::rpc {

// As Decode() of decode.h.
absl::Status FromBuffer(const grpc::ByteBuffer& buffer, google::protobuf::Message& message);

// An answer as it leaves the server: without its internal fields, which are cleared. `internal` is
// of its type.
grpc::ByteBuffer ToBuffer(google::protobuf::Message& answer, const InternalFields& internal);

// CANCELLED: the caller has hung up.
absl::Status Gone();
// DEADLINE_EXCEEDED: the caller has sent nothing for too long.
absl::Status Idle();

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_BUFFERS_H_
