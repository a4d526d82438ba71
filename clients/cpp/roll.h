// Screening a nominal roll over its stream, to the end even when the stream breaks.
#ifndef PROBITY_CLIENTS_CPP_ROLL_H_
#define PROBITY_CLIENTS_CPP_ROLL_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "clients/cpp/connection.h"
#include "probity/v1/screening.pb.h"

namespace probity::client {

// Sends the rows and hands each answer to `receive` once, in the order of arrival. A broken stream
// (UNAVAILABLE, a full queue) is opened again and the rows without an answer are sent again, which
// is safe: a row is idempotent in (roll, row number, content). Row numbers are unique; each row's
// text is UTF-8 (CheckUtf8). `roll` is set here. Gives up after the connection's number of tries
// without a new answer; the roll can then be sent again whole.
absl::Status ScreenRows(Connection& server, const std::string& roll,
                        absl::Span<const v1::ScreenRollRequest> rows,
                        absl::FunctionRef<void(const v1::ScreenRollResponse&)> receive);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_ROLL_H_
