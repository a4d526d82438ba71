#include "proto/support/resource_name.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"

namespace probity {
namespace {

constexpr absl::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kOpaqueChars = 26;
constexpr size_t kMaxCodeChars = 32;

absl::Status WrongForm() {
  return InvalidArgument("a resource name has the wrong form")
      .Reason(v1::ERROR_REASON_INVALID_NAME);
}

// The id after "collection/", or nothing.
bool ConsumeCollection(absl::string_view collection, absl::string_view& name) {
  return absl::ConsumePrefix(&name, collection) && absl::ConsumePrefix(&name, "/");
}

}  // namespace

std::string OpaqueName(absl::string_view collection, const OpaqueId& id) {
  unsigned __int128 bits = 0;
  for (const uint8_t byte : id) bits = bits << 8 | byte;
  std::string text(kOpaqueChars, '0');
  for (int i = kOpaqueChars - 1; i >= 0; --i) {
    text[i] = kAlphabet[static_cast<size_t>(bits & 31)];
    bits >>= 5;
  }
  return absl::StrCat(collection, "/", text);
}

absl::StatusOr<OpaqueId> ParseOpaqueName(absl::string_view collection, absl::string_view name) {
  if (!ConsumeCollection(collection, name) || name.size() != kOpaqueChars) return WrongForm();
  // 26 characters hold 130 bits: the first may only be 0 to 7.
  if (name[0] < '0' || name[0] > '7') return WrongForm();
  unsigned __int128 bits = 0;
  for (const char c : name) {
    const size_t digit = kAlphabet.find(c);
    if (digit == absl::string_view::npos) return WrongForm();
    bits = bits << 5 | digit;
  }
  OpaqueId id;
  for (int i = 15; i >= 0; --i) {
    id[i] = static_cast<uint8_t>(bits & 0xff);
    bits >>= 8;
  }
  return id;
}

absl::StatusOr<absl::string_view> ParseCodeName(absl::string_view collection,
                                                absl::string_view name) {
  if (!ConsumeCollection(collection, name)) return WrongForm();
  if (name.size() < 2 || name.size() > kMaxCodeChars || name[0] == '-') return WrongForm();
  for (const char c : name) {
    if (!absl::ascii_isupper(c) && !absl::ascii_isdigit(c) && c != '-') return WrongForm();
  }
  return name;
}

}  // namespace probity
