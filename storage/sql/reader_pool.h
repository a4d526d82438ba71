// A fixed number of read-only connections of an engine, lent to one caller each.
#ifndef PROBITY_STORAGE_SQL_READER_POOL_H_
#define PROBITY_STORAGE_SQL_READER_POOL_H_

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace probity::sql {

// Thread-safe.
template <typename Connection>
class ReaderPool {
 public:
  explicit ReaderPool(std::vector<std::unique_ptr<Connection>> readers)
      : free_(std::move(readers)) {}

  // A connection for as long as this lives; none if none was free within `patience`.
  class Lease {
   public:
    Lease(ReaderPool& pool, absl::Duration patience)
        : pool_(pool), connection_(pool.Take(patience)) {}
    ~Lease() {
      if (connection_ != nullptr) pool_.GiveBack(std::move(connection_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection* connection() const { return connection_.get(); }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

 private:
  std::unique_ptr<Connection> Take(absl::Duration patience) {
    std::unique_lock lock(mutex_);
    const auto is_free = [&] { return !free_.empty(); };
    bool found = true;
    if (patience == absl::InfiniteDuration()) {
      given_back_.wait(lock, is_free);
    } else {
      found = given_back_.wait_for(
          lock, absl::ToChronoNanoseconds(std::min(patience, absl::Hours(24))), is_free);
    }
    if (!found) return nullptr;
    // The one used last: its cache is warm.
    std::unique_ptr<Connection> connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }
  void GiveBack(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(connection));
    given_back_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_READER_POOL_H_
