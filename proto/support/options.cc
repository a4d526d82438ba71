#include "proto/support/options.h"

#include <vector>

#include "absl/functional/function_ref.h"

namespace probity {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void ClearWhere(Message& message, absl::FunctionRef<bool(const FieldDescriptor&)> matches) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (matches(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearWhere(*reflection.MutableRepeatedMessage(&message, field, i), matches);
      }
    } else {
      ClearWhere(*reflection.MutableMessage(&message, field), matches);
    }
  }
}

}  // namespace

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

void ClearInternal(Message& message) {
  ClearWhere(message, [](const FieldDescriptor& field) { return IsInternal(field); });
}

void ClearSensitive(Message& message) {
  ClearWhere(message, [](const FieldDescriptor& field) {
    return SensitiveOf(field).domain() != v1::DOMAIN_UNSPECIFIED;
  });
}

}  // namespace probity
