// A stream as a handler sees it: rows come out of a Source in windows, answers go into a Sink.
#ifndef PROBITY_SERVICES_CORE_STREAM_H_
#define PROBITY_SERVICES_CORE_STREAM_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"

namespace probity {

// One write takes at most so many rows.
inline constexpr size_t kRowsPerWrite = 256;

template <typename Row>
class Source {
 public:
  virtual ~Source() = default;
  // At least one row and at most `limit`: what has arrived, without waiting for more. Empty when
  // the client has sent its last; also when it has gone, the deadline has passed, or a row could
  // not be read, and then call.cancelled() is true: what came last is not the end of a file.
  virtual std::vector<Row> NextWindow(size_t limit) = 0;
};

template <typename Result>
class Sink {
 public:
  virtual ~Sink() = default;
  // CANCELLED if the client has gone.
  virtual absl::Status Send(Result result) = 0;
};

}  // namespace probity

#endif  // PROBITY_SERVICES_CORE_STREAM_H_
