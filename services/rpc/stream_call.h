// One open stream. gRPC's own threads collect what arrives and never block; the handler has a
// thread of its own, which may.
#ifndef PROBITY_SERVICES_RPC_STREAM_CALL_H_
#define PROBITY_SERVICES_RPC_STREAM_CALL_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/door.h"

namespace probity::rpc {

// Made by the binding; deletes itself when gRPC is done with it, which is after End().
class StreamCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // A client that sends more than this without being read waits: rows and bytes that may lie here.
  static constexpr size_t kMostWaiting = 512;
  static constexpr size_t kMostWaitingBytes = 4 << 20;

  // `idle` is the longest that the caller's next row is waited for. `door` is left at the end; null
  // if the stream was not let in.
  StreamCall(absl::Duration idle, Door* door);

  // The handler's thread, and no other, calls these three.
  // What has arrived, at least one and at most `limit`; waits for the first. Empty at the end of
  // the stream, when the caller has gone (hung_up() then), at `deadline`, or when nothing has come
  // for too long (idle() then).
  std::vector<grpc::ByteBuffer> Take(size_t limit, absl::Time deadline);
  // Waits until it is on its way. False if the caller has gone.
  bool Send(grpc::ByteBuffer message);
  // The stream is over; nothing of it may be touched afterwards.
  void End(const grpc::Status& status) { Finish(status); }

  // Any thread.
  bool hung_up();
  // Whether the last Take waited in vain.
  bool idle();

  // Called by gRPC.
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // Under the lock: whether the next read is to be started now.
  bool WantsRead();

  const std::chrono::microseconds longest_wait_;
  Door* const door_;
  std::mutex mutex_;
  std::condition_variable changed_;
  grpc::ByteBuffer arriving_;
  std::deque<grpc::ByteBuffer> arrived_;
  size_t arrived_bytes_ = 0;
  bool reading_ = true;
  bool ended_ = false;
  bool hung_up_ = false;
  bool idle_ = false;
  grpc::ByteBuffer leaving_;
  bool writing_ = false;
  bool write_failed_ = false;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STREAM_CALL_H_
