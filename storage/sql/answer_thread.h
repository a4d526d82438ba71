// The thread on which callers are told what became of their writes, so that the one that writes can
// go on: what they do with it (an answer on its way through a socket) takes as long as the write.
#ifndef PROBITY_STORAGE_SQL_ANSWER_THREAD_H_
#define PROBITY_STORAGE_SQL_ANSWER_THREAD_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace probity::sql {

// Does one thing after the other, in their order.
class AnswerThread {
 public:
  AnswerThread() : thread_([this] { Loop(); }) {}
  // Does first what is left.
  ~AnswerThread();
  AnswerThread(const AnswerThread&) = delete;
  AnswerThread& operator=(const AnswerThread&) = delete;

  // Thread-safe.
  void Do(std::function<void()> work);

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_ANSWER_THREAD_H_
