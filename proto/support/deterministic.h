// A message's bytes, the same each time that this program writes the same content: for digests and
// for what is stored.
#ifndef PROBITY_PROTO_SUPPORT_DETERMINISTIC_H_
#define PROBITY_PROTO_SUPPORT_DETERMINISTIC_H_

#include <string>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/message_lite.h"

namespace probity {

inline std::string Deterministic(const google::protobuf::MessageLite& message) {
  std::string bytes;
  bytes.reserve(message.ByteSizeLong());
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_DETERMINISTIC_H_
