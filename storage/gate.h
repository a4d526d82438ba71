// Closed until it is opened, once.
#ifndef PROBITY_STORAGE_GATE_H_
#define PROBITY_STORAGE_GATE_H_

#include <atomic>
#include <cstdint>

namespace probity::storage {

// Lets all who wait through with one system call, and none of them waits for another: with a
// condition variable each takes the mutex in turn, which cost a tenth of a server full of writers.
class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  // What happened before is seen by those whom it lets through.
  void Open();
  void Wait();

 private:
  std::atomic<uint32_t> open_ = 0;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_GATE_H_
