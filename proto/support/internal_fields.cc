#include "proto/support/internal_fields.h"

#include <algorithm>

#include "proto/support/options.h"

namespace probity {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

InternalFields::InternalFields(const Descriptor& type) : type_(type) {
  Collect(type);
  while (DropEmpty()) {
  }
}

void InternalFields::Collect(const Descriptor& type) {
  const auto [found, added] = fields_.try_emplace(&type);
  if (!added) return;
  Of& fields = found->second;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (IsInternal(*field)) {
      fields.internal.push_back(field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      fields.holders.push_back(field);
      Collect(*field->message_type());
    }
  }
}

bool InternalFields::DropEmpty() {
  bool dropped = false;
  for (auto& [type, fields] : fields_) {
    const auto empty = [this](const FieldDescriptor* holder) {
      const Of& held = fields_.at(holder->message_type());
      return held.internal.empty() && held.holders.empty();
    };
    auto& holders = fields.holders;
    const auto end = std::remove_if(holders.begin(), holders.end(), empty);
    dropped = dropped || end != holders.end();
    holders.erase(end, holders.end());
  }
  return dropped;
}

void InternalFields::Clear(Message& message) const { ClearIn(message, fields_.at(&type_)); }

void InternalFields::ClearIn(Message& message, const Of& fields) const {
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : fields.internal) reflection.ClearField(&message, field);
  for (const FieldDescriptor* holder : fields.holders) {
    const Of& held = fields_.at(holder->message_type());
    if (holder->is_repeated()) {
      const int count = reflection.FieldSize(message, holder);
      for (int i = 0; i < count; ++i) {
        ClearIn(*reflection.MutableRepeatedMessage(&message, holder, i), held);
      }
    } else if (reflection.HasField(message, holder)) {
      ClearIn(*reflection.MutableMessage(&message, holder), held);
    }
  }
}

}  // namespace probity
