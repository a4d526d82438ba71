// Errors as a client sees them: what arrived as a gRPC status, with its details, as an absl::Status
// that proto/support/error.h can read (ReasonOf, FieldOf).
#ifndef PROBITY_CLIENTS_CPP_STATUS_H_
#define PROBITY_CLIENTS_CPP_STATUS_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

namespace probity::client {

// Details that cannot be read are left out; code and message always arrive.
absl::Status FromGrpc(const grpc::Status& status);
// How long the server asks to wait before the next try, if it says.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);
// The facts that the error carries beside its reason.
std::map<std::string, std::string> FactsOf(const absl::Status& status);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_STATUS_H_
