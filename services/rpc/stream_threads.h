// Threads for streams: each open stream holds one for as long as it lasts, so their number is the
// most streams at a time.
#ifndef PROBITY_SERVICES_RPC_STREAM_THREADS_H_
#define PROBITY_SERVICES_RPC_STREAM_THREADS_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace probity::rpc {

// Thread-safe. The destructor waits for what runs: end the streams (shut the server down) first.
class StreamThreads {
 public:
  explicit StreamThreads(int most) : most_(most) {}
  ~StreamThreads();
  StreamThreads(const StreamThreads&) = delete;
  StreamThreads& operator=(const StreamThreads&) = delete;

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

#endif  // PROBITY_SERVICES_RPC_STREAM_THREADS_H_
