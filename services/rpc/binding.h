// One service of the contract as gRPC serves it. A binding is one line a method:
//
//   service.Unary(handlers, &RegistryHandlers::CreateMission);
//   service.Stream(handlers, &ScreeningHandlers::ScreenRoll);
//
// Which method that is follows from the request's type (MethodPolicies).
#ifndef PROBITY_SERVICES_RPC_BINDING_H_
#define PROBITY_SERVICES_RPC_BINDING_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "proto/support/status_macros.h"
#include "services/core/call.h"
#include "services/core/stream.h"
#include "services/rpc/buffers.h"
#include "services/rpc/door.h"
#include "services/rpc/stages.h"
#include "services/rpc/stream_call.h"
#include "services/rpc/stream_threads.h"
#include "services/rpc/typed_stream.h"
#include "services/rpc/unary_call.h"
#include "services/rpc/workers.h"
#include "storage/prepared_write.h"

namespace probity::rpc {

// What all bindings of a server share; borrowed by them.
struct Pipeline {
  const MethodPolicies& policies;
  Stages& stages;
  Workers& workers;
  OpenCalls& open_calls;
  StreamThreads& stream_threads;
  Door& door;
};

class Binding final : public grpc::Service {
 public:
  explicit Binding(const Pipeline& pipeline) : pipeline_(pipeline) {}

  // A handler that may block: it gets a thread of the pool for as long as it takes.
  template <typename Handlers, typename Request, typename Response>
  void Unary(Handlers& handlers,
             absl::StatusOr<Response> (Handlers::*handler)(Call&, const Request&)) {
    AddUnary(
        Request::default_instance(), Runs::kOnWorker,
        [&handlers, handler, to_buffer = Buffered<Response>()](
            Call& call, const google::protobuf::Message& request, const UnaryCall::Done& done) {
          done(to_buffer((handlers.*handler)(call, static_cast<const Request&>(request))));
        });
  }

  // Where a handler runs: on a thread of the pool, or on gRPC's own. Those are few, and all
  // sockets, health and streams wait for them: what runs there neither blocks nor takes long.
  enum class Runs { kOnWorker, kInPlace };

  // A write: its handler checks and prepares it, and does not block.
  template <typename Handlers, typename Request, typename Response>
  void Unary(Handlers& handlers,
             storage::WriteOr<Response> (Handlers::*handler)(Call&, const Request&),
             Runs runs = Runs::kInPlace) {
    AddUnary(Request::default_instance(), runs,
             [&handlers, handler, to_buffer = Buffered<Response>()](
                 Call& call, const google::protobuf::Message& request, UnaryCall::Done done) {
               auto write = (handlers.*handler)(call, static_cast<const Request&>(request));
               if (!write.ok()) return done(write.status());
               (*std::move(write))
                   .Start([done = std::move(done), &to_buffer](absl::StatusOr<Response> answer) {
                     done(to_buffer(std::move(answer)));
                   });
             });
  }

  // Rows in, results out.
  template <typename Handlers, typename Row, typename Result>
  void Stream(Handlers& handlers,
              absl::Status (Handlers::*handler)(Call&, Source<Row>&, Sink<Result>&)) {
    AddStream(*Row::descriptor(), [&handlers, handler](Call& call, StreamCall& stream) {
      StreamSource<Row> source(stream, call);
      StreamSink<Result> sink(stream);
      const absl::Status status = (handlers.*handler)(call, source, sink);
      return source.status().ok() ? status : source.status();
    });
  }

  // Rows in, one answer out.
  template <typename Handlers, typename Row, typename Response>
  void Stream(Handlers& handlers,
              absl::StatusOr<Response> (Handlers::*handler)(Call&, Source<Row>&)) {
    AddStream(*Row::descriptor(),
              [&handlers, handler](Call& call, StreamCall& stream) -> absl::Status {
                StreamSource<Row> source(stream, call);
                absl::StatusOr<Response> response = (handlers.*handler)(call, source);
                PROBITY_RETURN_IF_ERROR(source.status());
                if (!response.ok()) return response.status();
                return StreamSink<Response>(stream).Send(*std::move(response));
              });
  }

  // INTERNAL with its name for the first method of the service that no line above bound, or that
  // was bound as what it is not. A server with such a binding does not start.
  absl::Status Check(const google::protobuf::ServiceDescriptor& service) const;

 private:
  using StreamRun = std::function<absl::Status(Call&, StreamCall&)>;

  // Answers of one method as bytes.
  template <typename Response>
  class Buffered {
   public:
    absl::StatusOr<grpc::ByteBuffer> operator()(absl::StatusOr<Response> answer) const {
      if (!answer.ok()) return answer.status();
      return ToBuffer(*answer, internal_);
    }

   private:
    InternalFields internal_{*Response::descriptor()};
  };
  // Null, and noted for Check(), if it cannot be bound.
  const MethodPolicy* Find(const google::protobuf::Descriptor& request);
  void AddUnary(const google::protobuf::Message& request, Runs runs, UnaryCall::Handler handler);
  void AddStream(const google::protobuf::Descriptor& row, StreamRun run);

  const Pipeline pipeline_;
  std::set<std::string> unary_;  // Names of methods, as MethodPolicy has them.
  std::set<std::string> streams_;
  int bound_ = 0;
  std::set<std::string> wrong_;  // Request types that no method takes, or that were bound already.
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_BINDING_H_
