#include "services/server/server.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/message.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "proto/support/status_macros.h"
#include "services/core/roles.h"
#include "services/rpc/bindings.h"
#include "services/rpc/door.h"
#include "services/rpc/open_calls.h"
#include "services/rpc/stages.h"
#include "services/rpc/static_tokens.h"
#include "services/rpc/stream_threads.h"
#include "services/rpc/workers.h"

namespace probity {
namespace {

absl::StatusOr<rpc::StaticTokens> Tokens(const std::vector<Config::Principal>& principals) {
  std::vector<rpc::NamedToken> tokens;
  for (const Config::Principal& principal : principals) {
    tokens.push_back({.principal = {.name = principal.name,
                                    .organisation = principal.organisation,
                                    .roles = principal.roles,
                                    .all_missions = principal.all_missions,
                                    .missions = principal.missions},
                      .hash = principal.token_hash});
  }
  return rpc::StaticTokens::Make(std::move(tokens));
}

// A register of real cases never takes static tokens, whatever the configuration says.
absl::Status CheckTokensAllowed(storage::Store& store, const Config& config) {
  if (config.principals.empty()) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const storage::RegisterStatus status, store.Status());
  if (status.development) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "[[principal]]: static tokens work only on a register that was made with --development");
}

// What one peer may take: limits on handshakes, silence, sizes and numbers (README.md).
void SetLimits(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 300'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 3'600'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 64);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 << 10);
  // A second server on the port is an error, not a sharer of its calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(1 << 20);
  grpc::ResourceQuota quota("probityd");
  quota.Resize(256 << 20);
  // For reflection, if there is any: nothing of ours is a synchronous method.
  quota.SetMaxThreads(8);
  builder.SetResourceQuota(quota);
}

// How long gRPC has to tell its connections of the end.
constexpr absl::Duration kLastWords = absl::Milliseconds(300);

constexpr char kScreening[] = "probity.v1.ScreeningService";

// Whoever links gRPC's reflection has it in each of his servers, until it is taken away.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(),
                                  [](const std::unique_ptr<grpc::ServerBuilderPlugin>& plugin) {
                                    return plugin->name() == "proto_server_reflection";
                                  }),
                   plugins->end());
  }
};

}  // namespace

// In the order in which they are made; destroyed in reverse.
struct Server::Parts {
  Parts(const ServerParts& given, core::Roles built_in, rpc::StaticTokens configured,
        rpc::MethodPolicies checked)
      : domains(given.domains),
        roles(std::move(built_in)),
        tokens(std::move(configured)),
        policies(std::move(checked)),
        stages({.store = given.store,
                .clock = given.clock,
                .roles = roles,
                .authenticator = tokens,
                .change_tokens = given.domains.change_tokens,
                .log = given.log}),
        workers(given.config.server.max_threads),
        open_calls({}, given.clock),
        stream_threads({.most = given.config.server.max_streams,
                        .most_per_principal = given.config.server.max_streams_per_principal,
                        .idle = absl::Seconds(given.config.server.stream_idle_seconds)}) {}

  absl::Status BindAll();
  absl::Status Listen(const Config::Server& config);

  Domains& domains;
  const core::Roles roles;
  const rpc::StaticTokens tokens;
  const rpc::MethodPolicies policies;
  rpc::Stages stages;
  rpc::Workers workers;
  rpc::OpenCalls open_calls;
  rpc::StreamThreads stream_threads;
  rpc::Door door;
  std::vector<std::unique_ptr<rpc::Binding>> bindings;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

// One line a service.
absl::Status Server::Parts::BindAll() {
  const rpc::Pipeline pipeline = {.policies = policies,
                                  .stages = stages,
                                  .workers = workers,
                                  .open_calls = open_calls,
                                  .stream_threads = stream_threads,
                                  .door = door};
  const auto add = [this](absl::StatusOr<std::unique_ptr<rpc::Binding>> binding) {
    if (binding.ok()) bindings.push_back(*std::move(binding));
    return binding.status();
  };
  PROBITY_RETURN_IF_ERROR(add(rpc::BindRegistry(pipeline, domains.registry)));
  PROBITY_RETURN_IF_ERROR(add(rpc::BindPersons(pipeline, domains.persons)));
  PROBITY_RETURN_IF_ERROR(add(rpc::BindCases(pipeline, domains.cases)));
  PROBITY_RETURN_IF_ERROR(add(rpc::BindScreening(pipeline, domains.screening)));
  PROBITY_RETURN_IF_ERROR(add(rpc::BindImports(pipeline, domains.imports)));
  PROBITY_RETURN_IF_ERROR(add(rpc::BindAdmin(pipeline, domains.admin)));
  return absl::OkStatus();
}

absl::Status Server::Parts::Listen(const Config::Server& config) {
  grpc::EnableDefaultHealthCheckService(true);
  // gRPC's own health service brings no description of itself; linked, reflection finds it.
  google::protobuf::LinkMessageReflection<grpc::health::v1::HealthCheckRequest>();
  grpc::ServerBuilder builder;
  if (config.reflection) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  } else {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  SetLimits(builder);
  // The configuration allows loopback and Unix sockets only.
  builder.AddListeningPort(config.listen, grpc::InsecureServerCredentials(), &port);
  for (const auto& binding : bindings) builder.RegisterService(binding.get());
  server = builder.BuildAndStart();
  if (server == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("the address cannot be listened on: server.listen = ", config.listen));
  }
  if (absl::StartsWith(config.listen, "unix:")) port = 0;
  return absl::OkStatus();
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  if (parts_->server != nullptr) parts_->server->Shutdown(std::chrono::system_clock::now());
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerParts& given) {
  PROBITY_RETURN_IF_ERROR(CheckTokensAllowed(given.store, given.config));
  PROBITY_ASSIGN_OR_RETURN(core::Roles roles, core::Roles::BuiltIn());
  PROBITY_ASSIGN_OR_RETURN(rpc::StaticTokens tokens, Tokens(given.config.principals));
  PROBITY_ASSIGN_OR_RETURN(rpc::MethodPolicies policies,
                           rpc::MethodPolicies::Make(rpc::ServicesOfContract()));
  auto parts =
      std::make_unique<Parts>(given, std::move(roles), std::move(tokens), std::move(policies));
  PROBITY_RETURN_IF_ERROR(parts->BindAll());
  PROBITY_RETURN_IF_ERROR(parts->Listen(given.config.server));
  std::unique_ptr<Server> server(new Server(std::move(parts)));
  server->ServeScreening(true);
  return server;
}

int Server::port() const { return parts_->port; }

void Server::ServeScreening(bool serving) {
  parts_->server->GetHealthCheckService()->SetServingStatus(kScreening, serving);
}

void Server::StopServing() { parts_->server->GetHealthCheckService()->SetServingStatus(false); }

void Server::Drain(absl::Duration grace) {
  StopServing();
  parts_->door.Close(absl::Now() + grace);
  // Connections that nobody uses, watches of health: nothing that is waited for.
  parts_->server->Shutdown(absl::ToChronoTime(absl::Now() + std::min(grace, kLastWords)));
}

}  // namespace probity
