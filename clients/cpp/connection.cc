#include "clients/cpp/connection.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "proto/support/error.h"

namespace probity::client {
namespace {

// A page of a thousand resources with their narratives.
constexpr int kMaxAnswerBytes = 64 * 1024 * 1024;

bool IsPort(absl::string_view text) {
  int port = 0;
  return absl::SimpleAtoi(text, &port) && port > 0 && port < 65536;
}

}  // namespace

bool IsLocalAddress(absl::string_view address) {
  if (absl::ConsumePrefix(&address, "unix:")) return !address.empty();
  for (const absl::string_view host : {"127.0.0.1:", "localhost:", "[::1]:"}) {
    if (absl::StartsWith(address, host)) return IsPort(address.substr(host.size()));
  }
  return false;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(ConnectionOptions options) {
  if (!IsLocalAddress(options.address)) {
    return InvalidArgument("the address is neither unix:/path nor a port of this machine")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("server");
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  // Tries are ours: they keep the request_id and what the server asked for.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto channel =
      grpc::CreateCustomChannel(options.address, grpc::InsecureChannelCredentials(), arguments);
  return std::make_unique<Connection>(std::move(channel), std::move(options));
}

Connection::Connection(std::shared_ptr<grpc::ChannelInterface> channel, ConnectionOptions options)
    : options_(std::move(options)), channel_(std::move(channel)) {}

std::unique_ptr<grpc::ClientContext> Connection::NewContext(absl::Time deadline) const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(deadline));
  if (!options_.token.empty()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", options_.token));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!last_change_.empty()) context->AddMetadata("probity-at-least", last_change_);
  return context;
}

void Connection::Remember(const grpc::ClientContext& context, const absl::Status& answer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const v1::ErrorReason reason = ReasonOf(answer);
  if (reason == v1::ERROR_REASON_CHANGE_LOST || reason == v1::ERROR_REASON_INVALID_CHANGE_TOKEN) {
    last_change_.clear();
  }
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto told = trailers.find("probity-change-token");
  if (told != trailers.end()) last_change_.assign(told->second.data(), told->second.size());
}

}  // namespace probity::client
