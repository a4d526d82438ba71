#include "clients/cpp/import.h"

#include "clients/cpp/exchange.h"
#include "clients/cpp/import_service.h"

namespace probity::client {
namespace {

constexpr std::streamsize kChunkBytes = 64 * 1024;

// The next piece; empty at the end.
std::string NextChunk(std::istream& file) {
  std::string chunk(kChunkBytes, '\0');
  file.read(chunk.data(), kChunkBytes);
  chunk.resize(static_cast<size_t>(file.gcount()));
  return chunk;
}

}  // namespace

absl::Status ImportReports(Connection& server, const v1::ImportReportsRequest::Header& header,
                           std::istream& file,
                           absl::FunctionRef<void(const v1::ImportReportsResponse&)> receive) {
  const ConnectionOptions& options = server.options();
  const auto context = server.NewContext(options.timing.now() + options.stream_deadline);
  Imports service(server.channel());
  const auto stream = service.ImportReports(context.get());
  bool began = false;
  return Exchange<v1::ImportReportsRequest, v1::ImportReportsResponse>(
      *stream,
      [&](v1::ImportReportsRequest& request) {
        if (!began) {
          *request.mutable_header() = header;
          began = true;
          return true;
        }
        request.set_chunk(NextChunk(file));
        return !request.chunk().empty();
      },
      [&](v1::ImportReportsResponse& response) { receive(response); });
}

absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportSecurityCouncilList(
    Connection& server, const v1::ImportSecurityCouncilListRequest::Header& header,
    std::istream& file, absl::FunctionRef<void(int64_t)> sent) {
  const ConnectionOptions& options = server.options();
  const auto context = server.NewContext(options.timing.now() + options.stream_deadline);
  v1::ImportSecurityCouncilListResponse response;
  Imports service(server.channel());
  const auto stream = service.ImportSecurityCouncilList(context.get(), &response);
  int64_t total = 0;
  v1::ImportSecurityCouncilListRequest request;
  *request.mutable_header() = header;
  bool going = stream->Write(request);
  for (request.set_chunk(NextChunk(file)); going && !request.chunk().empty();
       request.set_chunk(NextChunk(file))) {
    going = stream->Write(request);
    total += static_cast<int64_t>(request.chunk().size());
    sent(total);
  }
  stream->WritesDone();
  if (absl::Status status = FromGrpc(stream->Finish()); !status.ok()) return status;
  return response;
}

}  // namespace probity::client
