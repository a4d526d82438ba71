#include "services/core/page.h"

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/timestamp.pb.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "sodium.h"

namespace probity::core {
namespace {

using google::protobuf::Message;

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kPlainBytes = 2 * sizeof(int64_t);  // The cursor, the position.
constexpr size_t kTokenBytes = kNonceBytes + kPlainBytes + kTagBytes;

const google::protobuf::FieldDescriptor* FieldOf(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

void Clear(Message& message, const char* name) {
  if (const auto* field = FieldOf(message, name)) {
    message.GetReflection()->ClearField(&message, field);
  }
}

uint8_t* Bytes(std::string& text) { return reinterpret_cast<uint8_t*>(text.data()); }
const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

// What a token is bound to: whose list of what it goes on with.
std::string Binding(const Call& call, const Message& request) {
  const std::unique_ptr<Message> filter(request.New());
  filter->CopyFrom(request);
  Clear(*filter, "page_size");
  Clear(*filter, "page_token");
  std::string binding;
  {
    google::protobuf::io::StringOutputStream stream(&binding);
    google::protobuf::io::CodedOutputStream coded(&stream);
    for (const std::string* part : {&call.viewer.principal, &call.method}) {
      coded.WriteVarint64(part->size());
      coded.WriteString(*part);
    }
  }
  return binding + Deterministic(*filter);
}

void PutInt64(int64_t value, uint8_t* bytes) {
  for (int i = 0; i < 8; ++i)
    bytes[i] = static_cast<uint8_t>(static_cast<uint64_t>(value) >> 8 * i);
}

int64_t GetInt64(const uint8_t* bytes) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | bytes[i];
  return static_cast<int64_t>(value);
}

absl::Status WrongToken() {
  return InvalidArgument("the page token belongs to no list of this caller")
      .Reason(v1::ERROR_REASON_INVALID_PAGE_TOKEN)
      .Field("page_token");
}

absl::StatusOr<int> LimitIn(const Message& request) {
  const int size = request.GetReflection()->GetInt32(request, FieldOf(request, "page_size"));
  if (size < 0) {
    return InvalidArgument("a page has at least one row")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("page_size");
  }
  return size == 0 ? kDefaultPageSize : std::min(size, kMaxPageSize);
}

}  // namespace

absl::StatusOr<storage::AsOf> AsOfIn(const Message& request, absl::Time now) {
  const auto* field = FieldOf(request, "as_of");
  if (field == nullptr || !request.GetReflection()->HasField(request, field)) {
    return storage::AsOf{};
  }
  google::protobuf::Timestamp timestamp;
  timestamp.CopyFrom(request.GetReflection()->GetMessage(request, field));
  const absl::Time time =
      absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  const bool possible = timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000 &&
                        time >= absl::UnixEpoch() && time <= now;
  if (!possible) {
    return InvalidArgument("the register is read as of a time between 1970 and now")
        .Reason(v1::ERROR_REASON_INVALID_DATE)
        .Field("as_of");
  }
  return storage::AsOf{.time = time, .seq = std::nullopt};
}

absl::StatusOr<PageState> PageTokens::Open(const Call& call, const Message& request) const {
  PageState state;
  PROBITY_ASSIGN_OR_RETURN(state.limit, LimitIn(request));
  PROBITY_ASSIGN_OR_RETURN(state.as_of, AsOfIn(request, call.now));
  const std::string text =
      request.GetReflection()->GetString(request, FieldOf(request, "page_token"));
  if (text.empty()) return state;

  std::string token;
  if (!absl::WebSafeBase64Unescape(text, &token) || token.size() != kTokenBytes) {
    return WrongToken();
  }
  std::array<uint8_t, kPlainBytes> plain;
  const std::string binding = Binding(call, request);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          plain.data(), nullptr, nullptr, Bytes(token) + kNonceBytes, token.size() - kNonceBytes,
          Bytes(absl::string_view(binding)), binding.size(), Bytes(token), key_.data()) != 0) {
    return WrongToken();
  }
  state.cursor.after = GetInt64(plain.data());
  state.as_of = {.time = std::nullopt, .seq = GetInt64(plain.data() + sizeof(int64_t))};
  return state;
}

std::string PageTokens::Next(const Call& call, const Message& request,
                             const std::optional<storage::Cursor>& next,
                             storage::Position position) const {
  if (!next.has_value()) return "";
  std::array<uint8_t, kPlainBytes> plain;
  PutInt64(next->after, plain.data());
  PutInt64(position.seq, plain.data() + sizeof(int64_t));
  std::string token(kTokenBytes, '\0');
  rng_.Fill(absl::MakeSpan(Bytes(token), kNonceBytes));
  const std::string binding = Binding(call, request);
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(token) + kNonceBytes, nullptr, plain.data(),
                                             plain.size(), Bytes(absl::string_view(binding)),
                                             binding.size(), nullptr, Bytes(token), key_.data());
  return absl::WebSafeBase64Escape(token);
}

}  // namespace probity::core
