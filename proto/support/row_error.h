// An error about one row of a stream, as the answers of streams carry it.
#ifndef PROBITY_PROTO_SUPPORT_ROW_ERROR_H_
#define PROBITY_PROTO_SUPPORT_ROW_ERROR_H_

#include "absl/status/status.h"
#include "probity/v1/errors.pb.h"

namespace probity {

// An error that was not made by proto/support/error.h loses its text, as in rpc_status.h.
v1::RowError ToRowError(const absl::Status& status);

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_ROW_ERROR_H_
