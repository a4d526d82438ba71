// What the contract says about its own messages and fields, read from the descriptors.
#ifndef PROBITY_PROTO_SUPPORT_OPTIONS_H_
#define PROBITY_PROTO_SUPPORT_OPTIONS_H_

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "probity/v1/options.pb.h"

namespace probity {

// Kind KIND_UNSPECIFIED: the message is no resource.
const v1::Resource& ResourceOf(const google::protobuf::Descriptor& message);
// Domain DOMAIN_UNSPECIFIED: the field is not sensitive.
const v1::Sensitive& SensitiveOf(const google::protobuf::FieldDescriptor& field);
// KIND_UNSPECIFIED: the field is no reference.
v1::Kind ReferenceOf(const google::protobuf::FieldDescriptor& field);
bool IsAssembled(const google::protobuf::FieldDescriptor& field);
bool IsInternal(const google::protobuf::FieldDescriptor& field);

// Clears every sensitive field, at any depth: what may be written to a log or a digest.
void ClearSensitive(google::protobuf::Message& message);

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_OPTIONS_H_
