#include "proto/support/row_error.h"

#include "proto/support/error.h"
#include "proto/support/rpc_status.h"

namespace probity {

v1::RowError ToRowError(const absl::Status& status) {
  const absl::Status outward = FromRpcStatus(ToRpcStatus(status));
  v1::RowError error;
  error.set_code(static_cast<int>(outward.code()));
  error.set_reason(std::string(ReasonName(ReasonOf(outward))));
  error.set_field(FieldOf(outward));
  error.set_message(std::string(outward.message()));
  return error;
}

}  // namespace probity
