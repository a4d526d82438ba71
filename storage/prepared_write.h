// A write between its handler, which has checked it, and its transaction: the transport starts it
// and holds no thread while it waits for its turn and its commit.
#ifndef PROBITY_STORAGE_PREPARED_WRITE_H_
#define PROBITY_STORAGE_PREPARED_WRITE_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "storage/gate.h"

namespace probity::storage {

// Nothing has happened yet; one that is dropped never happens. Made by Store::Prepare.
template <typename Resource>
class PreparedWrite {
 public:
  using Done = std::function<void(absl::StatusOr<Resource>)>;

  explicit PreparedWrite(std::function<void(Done)> start) : start_(std::move(start)) {}

  // `done` is called once, with the write's answer: before Start returns, or later on the thread
  // that answers all writes, which it must not hold up.
  void Start(Done done) && { std::move(start_)(std::move(done)); }

  // Starts it and waits.
  absl::StatusOr<Resource> Await() && {
    struct Waiting {
      Gate answered;
      std::optional<absl::StatusOr<Resource>> answer;
    };
    // Shared: whoever opens the gate may still be at it when the other has passed.
    const auto waiting = std::make_shared<Waiting>();
    std::move(*this).Start([waiting](absl::StatusOr<Resource> answer) {
      waiting->answer = std::move(answer);
      waiting->answered.Open();
    });
    waiting->answered.Wait();
    return *std::move(waiting->answer);
  }

 private:
  std::function<void(Done)> start_;
};

// What the handler of a write answers.
template <typename Resource>
using WriteOr = absl::StatusOr<PreparedWrite<Resource>>;

// Starts what a handler prepared, and waits.
template <typename Resource>
absl::StatusOr<Resource> Await(WriteOr<Resource> write) {
  if (!write.ok()) return write.status();
  return (*std::move(write)).Await();
}

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_PREPARED_WRITE_H_
