// Importing files over their streams, in pieces, never whole in memory.
#ifndef PROBITY_CLIENTS_CPP_IMPORT_H_
#define PROBITY_CLIENTS_CPP_IMPORT_H_

#include <istream>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "probity/v1/import.pb.h"

namespace probity::client {

// Sends a CSV file of reports and hands every answer to `receive`. Not tried again by itself: the
// same file may be sent again, its lines are recorded once.
absl::Status ImportReports(Connection& server, const v1::ImportReportsRequest::Header& header,
                           std::istream& file,
                           absl::FunctionRef<void(const v1::ImportReportsResponse&)> receive);

// Sends the Security Council's consolidated list. `sent` is told the bytes sent so far.
absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportSecurityCouncilList(
    Connection& server, const v1::ImportSecurityCouncilListRequest::Header& header,
    std::istream& file, absl::FunctionRef<void(int64_t)> sent);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_IMPORT_H_
