// One line a call, for operators. No personal data: no request, no resource, no text of an error.
#ifndef PROBITY_SERVICES_RPC_CALL_LOG_H_
#define PROBITY_SERVICES_RPC_CALL_LOG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace probity::rpc {

struct CallLine {
  absl::Time arrived;
  absl::Duration took;
  absl::string_view method;
  absl::string_view principal;  // "anonymous" if nobody was authenticated.
  absl::StatusCode code = absl::StatusCode::kOk;
  absl::string_view reason;  // Of the contract's enum; empty if OK.
  // Denials of unknown callers that the access log was spared since the last line that says so.
  int64_t unlogged_denials = 0;
};

// Thread-safe.
class CallLog {
 public:
  virtual ~CallLog() = default;
  virtual void Write(const CallLine& line) = 0;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_CALL_LOG_H_
