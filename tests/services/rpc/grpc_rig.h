// A gRPC server on a port of loopback, in this process, behind the real stages.
#ifndef PROBITY_TESTS_SERVICES_RPC_GRPC_RIG_H_
#define PROBITY_TESTS_SERVICES_RPC_GRPC_RIG_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "proto/support/rpc_status.h"
#include "services/rpc/binding.h"
#include "services/rpc/stream_threads.h"
#include "services/rpc/workers.h"
#include "tests/services/rpc/stage_rig.h"

namespace probity::test {

struct GrpcRig : StageRig {
  // gRPC and the waits of streams know only the machine's clock.
  explicit GrpcRig(const rpc::StreamLimits& limits = {})
      : StageRig(absl::Now()), threads(limits), binding(pipeline()) {}
  ~GrpcRig() {
    if (server != nullptr) server->Shutdown(std::chrono::system_clock::now());
  }

  rpc::Pipeline pipeline() {
    return {.policies = policies,
            .stages = stages,
            .workers = workers,
            .open_calls = open_calls,
            .stream_threads = threads,
            .door = door};
  }
  // After the methods are bound.
  void Start() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&binding);
    server = builder.BuildAndStart();
    channel =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }
  static void As(const char* principal, grpc::ClientContext& context) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", principal, "-token"));
  }

  static constexpr int kWorkers = 4;
  rpc::Workers workers{kWorkers};
  rpc::Door door;
  rpc::OpenCalls open_calls{{.most = 300, .most_per_principal = 250, .most_answer_bytes = 1 << 20},
                            clock};
  rpc::StreamThreads threads;
  rpc::Binding binding;
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
};

// What a client reads of an error.
inline absl::Status Received(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  if (status.ok()) return absl::OkStatus();
  if (details.code() != static_cast<int>(status.error_code())) {
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }
  return FromRpcStatus(details);
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_SERVICES_RPC_GRPC_RIG_H_
