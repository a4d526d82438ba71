// A connection to probityd: address, token, deadlines, retries. Everything that speaks to the
// server goes through Call, or opens a stream with NewContext.
//
//   #include "clients/cpp/case_service.h"
//
//   PROBITY_ASSIGN_OR_RETURN(auto server, client::Connection::Open({.address = "unix:/p.sock"}));
//   v1::GetCaseRequest request;
//   request.set_name("cases/...");
//   PROBITY_ASSIGN_OR_RETURN(v1::Case found, server->Call(&client::Cases::GetCase, request));
#ifndef PROBITY_CLIENTS_CPP_CONNECTION_H_
#define PROBITY_CLIENTS_CPP_CONNECTION_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/random.h"
#include "clients/cpp/request.h"
#include "clients/cpp/retry.h"
#include "clients/cpp/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace probity::client {

struct ConnectionOptions {
  // unix:/path, or host:port on this machine.
  std::string address = "";
  // Sent as "authorization: Bearer ..." with each call. Empty: none.
  std::string token = "";
  // For one unary call with all its tries.
  absl::Duration deadline = absl::Seconds(30);
  // For one stream.
  absl::Duration stream_deadline = absl::Hours(1);
  RetryRules retry = {};
  Timing timing = {};
  RandomBits random = SystemRandom();
};

// Safe to share between threads. Remembers the token of its last change and asks to be shown that
// change by whichever server answers next, until a server says that it may be lost.
class Connection {
 public:
  // INVALID_ARGUMENT if the address is neither a Unix socket nor on the loopback: a token does not
  // leave the machine in the clear. Connects with the first call, not before.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(ConnectionOptions options);
  // Over a channel that exists: tests.
  Connection(std::shared_ptr<grpc::ChannelInterface> channel, ConnectionOptions options);

  // One unary call. The request gets its request_id here and keeps it over all tries. Errors carry
  // the server's details (proto/support/error.h reads them).
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                Request request) {
    if (absl::Status status = CheckUtf8(request); !status.ok()) return status;
    EnsureRequestId(request, options_.random);
    const absl::Time deadline = options_.timing.now() + options_.deadline;
    RetryRules rules = options_.retry;
    if (!IsRepeatable(*Request::descriptor())) rules.max_tries = 1;
    Service stub(channel_);
    Response response;
    absl::Status status = Retry(rules, options_.timing, options_.random, deadline, [&] {
      response.Clear();
      const auto context = NewContext(deadline);
      absl::Status answer = FromGrpc((stub.*method)(context.get(), request, &response));
      Remember(*context, answer);
      return answer;
    });
    if (!status.ok()) return status;
    return response;
  }

  // For a stream: the token, the last change and the deadline are set.
  std::unique_ptr<grpc::ClientContext> NewContext(absl::Time deadline) const;
  const std::shared_ptr<grpc::ChannelInterface>& channel() const { return channel_; }
  const ConnectionOptions& options() const { return options_; }

 private:
  // After a call: what it has changed.
  void Remember(const grpc::ClientContext& context, const absl::Status& answer);

  ConnectionOptions options_;
  std::shared_ptr<grpc::ChannelInterface> channel_;
  mutable std::mutex mutex_;
  std::string last_change_;
};

// Whether the address is a Unix socket, or a port of the loopback.
bool IsLocalAddress(absl::string_view address);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_CONNECTION_H_
