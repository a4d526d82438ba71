// The one place where an answer's status becomes gRPC's.
#ifndef PROBITY_SERVICES_RPC_GRPC_STATUS_H_
#define PROBITY_SERVICES_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace probity::rpc {

// Details (google.rpc.Status) travel in grpc-status-details-bin. An error that was not made by
// proto/support/error.h leaves as INTERNAL without its text.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_GRPC_STATUS_H_
