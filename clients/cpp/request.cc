#include "clients/cpp/request.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Continuation bytes that follow `lead`, or -1 if no sequence begins with it.
int ContinuationBytes(uint8_t lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  if (lead >= 0xf0 && lead <= 0xf4) return 3;
  return -1;
}

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<uint8_t>(text[0]);
    const int more = ContinuationBytes(lead);
    if (more < 0 || text.size() <= static_cast<size_t>(more)) return false;
    for (int i = 1; i <= more; ++i) {
      if ((static_cast<uint8_t>(text[i]) & 0xc0) != 0x80) return false;
    }
    const uint8_t second = more > 0 ? static_cast<uint8_t>(text[1]) : 0;
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
        (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) {
      return false;
    }
    text.remove_prefix(static_cast<size_t>(more) + 1);
  }
  return true;
}

absl::Status CheckText(absl::string_view text, absl::string_view path) {
  if (IsUtf8(text)) return absl::OkStatus();
  return InvalidArgument("the text is not UTF-8").Reason(v1::ERROR_REASON_INVALID_TEXT).Field(path);
}

absl::Status CheckField(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
  for (int i = 0; i < size; ++i) {
    const std::string path =
        field.is_repeated() ? absl::StrCat(field.name(), "[", i, "]") : field.name();
    if (field.type() == FieldDescriptor::TYPE_STRING) {
      std::string scratch;
      PROBITY_RETURN_IF_ERROR(CheckText(
          field.is_repeated() ? reflection.GetRepeatedStringReference(message, &field, i, &scratch)
                              : reflection.GetStringReference(message, &field, &scratch),
          path));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const absl::Status status =
          CheckUtf8(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, i)
                                        : reflection.GetMessage(message, &field));
      if (!status.ok()) return AtField(path, status);
    }
  }
  return absl::OkStatus();
}

}  // namespace

void EnsureRequestId(Message& request, const RandomBits& random) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || request.GetReflection()->HasField(request, field)) return;
  request.GetReflection()->SetString(&request, field, NewRequestId(random));
}

bool IsRepeatable(const google::protobuf::Descriptor& request) {
  const std::string& name = request.name();
  return request.FindFieldByName("request_id") != nullptr || absl::StartsWith(name, "Get") ||
         absl::StartsWith(name, "List") || absl::StartsWith(name, "Replay");
}

absl::Status CheckUtf8(const Message& request) {
  std::vector<const FieldDescriptor*> fields;
  request.GetReflection()->ListFields(request, &fields);
  for (const FieldDescriptor* field : fields) {
    PROBITY_RETURN_IF_ERROR(CheckField(request, *field));
  }
  return absl::OkStatus();
}

}  // namespace probity::client
