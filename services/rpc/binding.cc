#include "services/rpc/binding.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "proto/support/error.h"
#include "services/rpc/grpc_status.h"

namespace probity::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

absl::string_view Metadata(const grpc::ServerContextBase& context, const char* name) {
  const auto found = context.client_metadata().find(name);
  if (found == context.client_metadata().end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

std::function<void(const std::string&)> ChangeTeller(grpc::CallbackServerContext& context) {
  return [&context](const std::string& token) {
    context.AddTrailingMetadata("probity-change-token", token);
  };
}

absl::Time Deadline(const grpc::ServerContextBase& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

absl::Status NoThread(absl::string_view what) {
  return ResourceExhausted(what).Reason(v1::ERROR_REASON_QUEUE_FULL).RetryAfter(absl::Seconds(1));
}

}  // namespace

const MethodPolicy* Binding::Find(const google::protobuf::Descriptor& request) {
  const MethodPolicy* policy = pipeline_.policies.Find(&request);
  if (policy == nullptr || unary_.contains(policy->name) || streams_.contains(policy->name)) {
    wrong_.insert(request.full_name());
    return nullptr;
  }
  ++bound_;
  return policy;
}

void Binding::AddUnary(const google::protobuf::Message& request, Runs runs,
                       UnaryCall::Handler handler) {
  const MethodPolicy* policy = Find(*request.GetDescriptor());
  if (policy == nullptr) return;
  unary_.insert(policy->name);
  auto open = [this, policy, &request, runs, handler = std::move(handler)](
                  grpc::CallbackServerContext* context, const ByteBuffer* body,
                  ByteBuffer* answer) -> grpc::ServerUnaryReactor* {
    const absl::Status let_in = pipeline_.door.Enter();
    auto* call = new UnaryCall(
        {pipeline_.stages, pipeline_.open_calls, let_in.ok() ? &pipeline_.door : nullptr},
        {.policy = *policy,
         .authorization = Metadata(*context, "authorization"),
         .at_least = Metadata(*context, "probity-at-least"),
         .deadline = Deadline(*context),
         .decode = nullptr,
         .request = nullptr,
         .hung_up = [context] { return context->IsCancelled(); },
         .tell_change = ChangeTeller(*context)},
        std::unique_ptr<google::protobuf::Message>(request.New()), *body, *answer);
    auto serve = [call, &handler] { call->Start(handler); };
    const absl::Status entered =
        let_in.ok() ? call->Enter([context] { context->TryCancel(); }) : let_in;
    if (!entered.ok()) {
      call->Refuse(entered);
    } else if (runs == Runs::kInPlace) {
      serve();
    } else if (!pipeline_.workers.TryRun(serve)) {
      call->Refuse(NoThread("all threads of the server are in use"));
    }
    return call;
  };
  AddMethod(new RpcServiceMethod(policy->path.c_str(), RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodCallback(bound_ - 1, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
                                     std::move(open)));
}

void Binding::AddStream(const google::protobuf::Descriptor& row, StreamRun run) {
  const MethodPolicy* policy = Find(row);
  if (policy == nullptr) return;
  streams_.insert(policy->name);
  // On a thread of its own: what may block.
  auto serve = [this, policy, run = std::move(run)](grpc::CallbackServerContext* context,
                                                    StreamCall* stream) {
    Exchange exchange = {.policy = *policy,
                         .authorization = Metadata(*context, "authorization"),
                         .at_least = Metadata(*context, "probity-at-least"),
                         .deadline = Deadline(*context),
                         .decode = [] { return absl::OkStatus(); },
                         .request = nullptr,
                         .hung_up = [stream] { return stream->hung_up(); },
                         .tell_change = ChangeTeller(*context)};
    const absl::Status status = pipeline_.stages.Run(exchange, [&](Call& call) {
      return pipeline_.stream_threads.RunFor(call.viewer.principal,
                                             [&] { return run(call, *stream); });
    });
    stream->End(ToGrpcStatus(status));
  };
  auto open = [this, serve = std::move(serve)](grpc::CallbackServerContext* context) {
    const absl::Status let_in = pipeline_.door.Enter();
    auto* stream =
        new StreamCall(pipeline_.stream_threads.idle(), let_in.ok() ? &pipeline_.door : nullptr);
    if (!let_in.ok()) {
      stream->End(ToGrpcStatus(let_in));
    } else if (!pipeline_.stream_threads.TryRun(
                   [serve, context, stream] { serve(context, stream); })) {
      stream->End(ToGrpcStatus(NoThread("all streams of the server are in use")));
    }
    return stream;
  };
  // For the wire a stream that answers once is a stream; the type is the method's own.
  AddMethod(new RpcServiceMethod(policy->path.c_str(), RpcMethod::BIDI_STREAMING, nullptr));
  MarkMethodCallback(bound_ - 1,
                     new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(open));
}

absl::Status Binding::Check(const google::protobuf::ServiceDescriptor& service) const {
  if (!wrong_.empty()) {
    return absl::InternalError(
        absl::StrCat(*wrong_.begin(), ": no method is left for this request"));
  }
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    const std::string name = absl::StrCat(service.full_name(), "/", method.name());
    const auto& bound = method.client_streaming() || method.server_streaming() ? streams_ : unary_;
    if (!bound.contains(name)) {
      return absl::InternalError(absl::StrCat(name, ": the method has no handler"));
    }
  }
  return absl::OkStatus();
}

}  // namespace probity::rpc
