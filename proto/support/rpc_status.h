// The one place where an absl::Status becomes the standard error model, and back.
#ifndef PROBITY_PROTO_SUPPORT_RPC_STATUS_H_
#define PROBITY_PROTO_SUPPORT_RPC_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace probity {

template <typename Message>
std::string TypeUrl() {
  return absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name());
}

// An error that was not made by proto/support/error.h leaves as INTERNAL without its text: what a
// library says may quote input.
google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_RPC_STATUS_H_
