// A stream of bytes as the handler's Source and Sink of messages.
#ifndef PROBITY_SERVICES_RPC_TYPED_STREAM_H_
#define PROBITY_SERVICES_RPC_TYPED_STREAM_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/core/call.h"
#include "services/core/stream.h"
#include "services/rpc/buffers.h"
#include "services/rpc/stream_call.h"

namespace probity::rpc {

// A message that cannot be read, or does not come for too long, ends the stream for the handler,
// with call.cancelled() true: it is not the end of a file. The call answers with status().
template <typename Row>
class StreamSource final : public Source<Row> {
 public:
  StreamSource(StreamCall& stream, Call& call)
      : stream_(stream), call_(call), hung_up_or_late_(std::move(call.cancelled)) {
    call_.cancelled = [this] { return !status_.ok() || hung_up_or_late_(); };
  }
  ~StreamSource() override { call_.cancelled = std::move(hung_up_or_late_); }

  std::vector<Row> NextWindow(size_t limit) override {
    std::vector<Row> rows;
    if (!status_.ok()) return rows;
    const std::vector<grpc::ByteBuffer> taken = stream_.Take(limit, call_.deadline);
    if (stream_.idle()) status_ = Idle();
    for (const grpc::ByteBuffer& bytes : taken) {
      Row row;
      status_ = FromBuffer(bytes, row);
      if (!status_.ok()) break;
      rows.push_back(std::move(row));
    }
    return rows;
  }

  const absl::Status& status() const { return status_; }

 private:
  StreamCall& stream_;
  Call& call_;
  std::function<bool()> hung_up_or_late_;
  absl::Status status_;
};

template <typename Result>
class StreamSink final : public Sink<Result> {
 public:
  explicit StreamSink(StreamCall& stream) : stream_(stream) {}

  absl::Status Send(Result result) override {
    if (stream_.Send(ToBuffer(result, internal_))) return absl::OkStatus();
    return Gone();
  }

 private:
  StreamCall& stream_;
  const InternalFields internal_{*Result::descriptor()};
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_TYPED_STREAM_H_
