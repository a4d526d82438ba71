// One call between the transport and its handler: what the transport knows of it, and what the
// stages make of that.
#ifndef PROBITY_SERVICES_RPC_EXCHANGE_H_
#define PROBITY_SERVICES_RPC_EXCHANGE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/core/call.h"
#include "services/rpc/method_policies.h"

namespace probity::rpc {

struct Exchange {
  const MethodPolicy& policy;
  // The metadata "authorization"; empty if there is none.
  absl::string_view authorization;
  // The metadata "probity-at-least", a change token; empty if there is none.
  absl::string_view at_least = {};
  // The caller's own; InfiniteFuture if it brought none.
  absl::Time deadline = absl::InfiniteFuture();
  // Reads the request from its bytes. A stream has none: its rows are read one by one.
  std::function<absl::Status()> decode;
  // What `decode` fills; null for a stream.
  const google::protobuf::Message* request = nullptr;
  // Whether the caller has hung up.
  std::function<bool()> hung_up;
  // Takes the token of what the call has written, before it is answered. Of a stream also where it
  // ends with an error: windows were written.
  std::function<void(const std::string&)> tell_change = nullptr;
  // Filled by the stages, for the handler.
  Call call = {};
  storage::Position written = {};  // By the store; 0 if nothing was.
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_EXCHANGE_H_
