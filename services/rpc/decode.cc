#include "services/rpc/decode.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"
#include "proto/support/error.h"
#include "services/core/text.h"

namespace probity::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

// The path of the first string that is not UTF-8; empty if it is not for that.
std::string WrongText(absl::string_view bytes, const Descriptor& type) {
  UnknownFieldSet fields;
  if (!fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "";
  std::map<int, int> seen;
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& value = fields.field(i);
    const FieldDescriptor* field = type.FindFieldByNumber(value.number());
    if (field == nullptr || value.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const int index = seen[value.number()]++;
    const std::string path = field->is_repeated() ? absl::StrCat(field->name(), "[", index, "]")
                                                  : std::string(field->name());
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (!core::IsUtf8(value.length_delimited())) return path;
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      const std::string inner = WrongText(value.length_delimited(), *field->message_type());
      if (!inner.empty()) return absl::StrCat(path, ".", inner);
    }
  }
  return "";
}

}  // namespace

absl::Status Decode(absl::string_view bytes, google::protobuf::Message& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  const std::string field = WrongText(bytes, *message.GetDescriptor());
  if (!field.empty()) {
    return InvalidArgument("the text is not UTF-8")
        .Reason(v1::ERROR_REASON_INVALID_TEXT)
        .Field(field);
  }
  return InvalidArgument("the bytes are no message of this method")
      .Reason(v1::ERROR_REASON_INVALID_FIELD);
}

}  // namespace probity::rpc
