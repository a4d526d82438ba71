// Threads for what may block, made when they are needed and kept.
#ifndef PROBITY_SERVICES_RPC_WORKERS_H_
#define PROBITY_SERVICES_RPC_WORKERS_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace probity::rpc {

// Thread-safe. The destructor waits for what runs.
class Workers {
 public:
  explicit Workers(int most) : most_(most) {}
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False if all threads are busy: `work` is not run then.
  bool TryRun(std::function<void()> work);

 private:
  void Loop();

  const int most_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<std::function<void()>> waiting_;
  int busy_ = 0;  // Threads that run, or are about to run, something.
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_WORKERS_H_
