#include "proto/support/options.h"

#include <vector>

namespace probity {
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const v1::Resource& ResourceOf(const google::protobuf::Descriptor& message) {
  return message.options().GetExtension(v1::resource);
}

const v1::Sensitive& SensitiveOf(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::sensitive);
}

v1::Kind ReferenceOf(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::reference);
}

bool IsAssembled(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::assembled);
}

bool IsInternal(const FieldDescriptor& field) { return field.options().GetExtension(v1::internal); }

void ClearSensitive(Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (SensitiveOf(*field).domain() != v1::DOMAIN_UNSPECIFIED) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearSensitive(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      ClearSensitive(*reflection.MutableMessage(&message, field));
    }
  }
}

}  // namespace probity
