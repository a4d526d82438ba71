// Through which calls come in, until the server is to end.
#ifndef PROBITY_SERVICES_RPC_DOOR_H_
#define PROBITY_SERVICES_RPC_DOOR_H_

#include <condition_variable>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace probity::rpc {

// Thread-safe.
class Door {
 public:
  // UNAVAILABLE/DRAINING once it is closed: who comes is turned away, and does not leave.
  absl::Status Enter();
  void Leave();
  // Closes, and waits until all have left, until `until` at the latest.
  void Close(absl::Time until);

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  int inside_ = 0;
  bool closed_ = false;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_DOOR_H_
