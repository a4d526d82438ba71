#include "services/rpc/grpc_status.h"

#include "proto/support/rpc_status.h"

namespace probity::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status full = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(full.code()), full.message(),
                      full.SerializeAsString());
}

}  // namespace probity::rpc
