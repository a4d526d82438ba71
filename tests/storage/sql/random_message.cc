#include "tests/storage/sql/random_message.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "proto/support/options.h"

namespace probity::test {

using google::protobuf::Message;
using google::protobuf::Timestamp;

std::unique_ptr<Message> RandomMessages::Resource(const google::protobuf::Descriptor& descriptor) {
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
  const auto& reflection = *message->GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (IsAssembled(field) || field.name() == "name" || !Chosen()) continue;
    const bool secret = SensitiveOf(field).domain() != v1::DOMAIN_UNSPECIFIED;
    if (const v1::Kind target = ReferenceOf(field); target != v1::KIND_UNSPECIFIED) {
      reflection.SetString(message.get(), &field, names_.Name(target, Number(1, kEntities)));
    } else if (field.is_repeated()) {
      for (int64_t n = Number(1, 3); n > 0; --n) AddOne(*message, field, secret);
    } else {
      SetOne(*message, field, secret);
    }
  }
  const v1::Resource& resource = ResourceOf(descriptor);
  if (resource.named_by_code()) {
    reflection.SetString(message.get(), descriptor.FindFieldByName("name"),
                         absl::StrCat(resource.collection(), "/C-", Number(1, 1'000'000'000)));
  }
  return message;
}

void RandomMessages::Fill(Message& message, bool secret) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (!Chosen()) continue;
    if (field.is_repeated()) {
      for (int64_t n = Number(1, 3); n > 0; --n) AddOne(message, field, secret);
    } else {
      SetOne(message, field, secret);
    }
  }
}

std::string RandomMessages::Text(const FieldDescriptor& field, bool secret) {
  std::string text =
      absl::StrCat(secret ? kSecret : "open", "-", field.name(), "-Größe-", random_());
  if (field.type() == FieldDescriptor::TYPE_BYTES) text.append("\0\xff", 2);
  return text;
}

int RandomMessages::EnumValue(const FieldDescriptor& field) {
  const auto& type = *field.enum_type();
  return type.value(static_cast<int>(Number(1, type.value_count() - 1)))->number();
}

void RandomMessages::SetOne(Message& message, const FieldDescriptor& field, bool secret) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field, EnumValue(field));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, static_cast<int32_t>(Number(-1000, -1)));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, Number(int64_t{1} << 32, int64_t{1} << 62));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field, Text(field, secret));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message& part = *reflection.MutableMessage(&message, &field);
      if (auto* time = google::protobuf::DynamicCastToGenerated<Timestamp>(&part)) {
        time->set_seconds(Number(-62'135'596'800, 253'402'300'799));
        time->set_nanos(static_cast<int32_t>(Number(1, 999'999) * 1000));
        return;
      }
      return Fill(part, secret);
    }
    default:
      FAIL() << "the contract has a new type: " << field.full_name();
  }
}

void RandomMessages::AddOne(Message& message, const FieldDescriptor& field, bool secret) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&message, &field, EnumValue(field));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.AddInt32(&message, &field, static_cast<int32_t>(Number(0, 1000)));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.AddString(&message, &field, Text(field, secret));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(*reflection.AddMessage(&message, &field), secret);
    default:
      FAIL() << "the contract has a new type: " << field.full_name();
  }
}

}  // namespace probity::test
