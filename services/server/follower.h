// The thread that keeps the screening index up with what other servers of the register commit, and
// mends one that could not follow a commit of its own.
#ifndef PROBITY_SERVICES_SERVER_FOLLOWER_H_
#define PROBITY_SERVICES_SERVER_FOLLOWER_H_

#include <atomic>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "services/screening/index_projection.h"
#include "storage/store.h"

namespace probity {

// Both outlive it.
class Follower {
 public:
  Follower(storage::Store& store, screening::IndexProjection& index);
  // Why it could not follow, the last time that it tried; OK if it could. DATA_LOSS: never again.
  absl::Status last() const;
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

 private:
  void Run();

  storage::Store& store_;
  screening::IndexProjection& index_;
  std::atomic<bool> ends_ = false;
  mutable std::mutex mutex_;
  absl::Status last_;
  std::thread thread_;
};

}  // namespace probity

#endif  // PROBITY_SERVICES_SERVER_FOLLOWER_H_
