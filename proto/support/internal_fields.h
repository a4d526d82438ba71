// The fields that no answer may show: those with the option (probity.v1.internal).
#ifndef PROBITY_PROTO_SUPPORT_INTERNAL_FIELDS_H_
#define PROBITY_PROTO_SUPPORT_INTERNAL_FIELDS_H_

#include <map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace probity {

// Of one type of message and of all that it can hold: looked up once, so that clearing costs what
// is cleared.
class InternalFields {
 public:
  explicit InternalFields(const google::protobuf::Descriptor& type);

  // `message` is of that type. Clears every internal field of it, at any depth.
  void Clear(google::protobuf::Message& message) const;

 private:
  struct Of {
    std::vector<const google::protobuf::FieldDescriptor*> internal;
    // What may hold internal fields below it.
    std::vector<const google::protobuf::FieldDescriptor*> holders;
  };

  void Collect(const google::protobuf::Descriptor& type);
  // Drops holders below which there is nothing; true if it dropped any.
  bool DropEmpty();
  void ClearIn(google::protobuf::Message& message, const Of& fields) const;

  const google::protobuf::Descriptor& type_;
  std::map<const google::protobuf::Descriptor*, Of> fields_;
};

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_INTERNAL_FIELDS_H_
