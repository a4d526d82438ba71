#include "services/core/page.h"

#include <algorithm>
#include <memory>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/timestamp.pb.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::core {
namespace {

using google::protobuf::Message;

const google::protobuf::FieldDescriptor* FieldOf(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

void Clear(Message& message, const char* name) {
  if (const auto* field = FieldOf(message, name)) {
    message.GetReflection()->ClearField(&message, field);
  }
}

// What a token is bound to: whose list of what it goes on with.
std::string Binding(const Call& call, const Message& request) {
  const std::unique_ptr<Message> filter(request.New());
  filter->CopyFrom(request);
  Clear(*filter, "page_size");
  Clear(*filter, "page_token");
  std::string binding("page");
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

  const auto numbers = tokens_.Open(text, Binding(call, request));
  if (!numbers.has_value()) return WrongToken();
  state.cursor.after = (*numbers)[0];
  state.as_of = {.time = std::nullopt, .seq = (*numbers)[1]};
  return state;
}

std::string PageTokens::Next(const Call& call, const Message& request,
                             const std::optional<storage::Cursor>& next,
                             storage::Position position) const {
  if (!next.has_value()) return "";
  return tokens_.Seal({next->after, position.seq}, Binding(call, request));
}

}  // namespace probity::core
