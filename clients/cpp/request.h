// What every request gets before it leaves.
#ifndef PROBITY_CLIENTS_CPP_REQUEST_H_
#define PROBITY_CLIENTS_CPP_REQUEST_H_

#include "absl/status/status.h"
#include "clients/cpp/random.h"
#include "google/protobuf/message.h"

namespace probity::client {

// Gives the request a request_id if it has the field and the caller left it empty.
void EnsureRequestId(google::protobuf::Message& request, const RandomBits& random);

// Whether sending it twice does no more than sending it once: it has a request_id, or it only
// reads.
bool IsRepeatable(const google::protobuf::Descriptor& request);

// INVALID_ARGUMENT (INVALID_TEXT) at the first string that is not UTF-8: such a message could not
// be read at the other end, which would then have no field to name.
absl::Status CheckUtf8(const google::protobuf::Message& request);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_REQUEST_H_
