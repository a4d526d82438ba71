// Bytes into messages, with an answer that says what is wrong.
#ifndef PROBITY_SERVICES_RPC_DECODE_H_
#define PROBITY_SERVICES_RPC_DECODE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace probity::rpc {

// INVALID_ARGUMENT: INVALID_TEXT at the field of a string that is not UTF-8 (which gRPC's own
// reading refuses without a word), INVALID_FIELD for bytes that are no message of this type.
absl::Status Decode(absl::string_view bytes, google::protobuf::Message& message);

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_DECODE_H_
