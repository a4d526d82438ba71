// A bidirectional stream, written and read at once: whoever writes everything before he reads
// deadlocks as soon as both directions are full.
#ifndef PROBITY_CLIENTS_CPP_EXCHANGE_H_
#define PROBITY_CLIENTS_CPP_EXCHANGE_H_

#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "clients/cpp/status.h"
#include "grpcpp/support/sync_stream.h"

namespace probity::client {

// Writes what `next` fills in, until it answers false, on a thread of its own; hands every answer
// to `receive` on the caller's. Returns when the server has ended the stream.
template <typename Request, typename Response>
absl::Status Exchange(grpc::ClientReaderWriterInterface<Request, Response>& stream,
                      absl::FunctionRef<bool(Request&)> next,
                      absl::FunctionRef<void(Response&)> receive) {
  std::thread writer([&stream, next] {
    for (Request request; next(request); request.Clear()) {
      if (!stream.Write(request)) return;
    }
    stream.WritesDone();
  });
  for (Response response; stream.Read(&response); response.Clear()) receive(response);
  writer.join();
  return FromGrpc(stream.Finish());
}

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_EXCHANGE_H_
