#include "storage/postgres/hints.h"

#include <poll.h>

#include "absl/time/clock.h"

namespace probity::postgres {
namespace {

// Takes what has come; true if another process sent any of it.
bool TakeHints(PGconn* raw, int own) {
  bool found = false;
  while (PGnotify* const hint = PQnotifies(raw)) {
    if (hint->be_pid != own) found = true;
    PQfreemem(hint);
  }
  return found;
}

}  // namespace

Connection* Hints::Listening() {
  const absl::StatusOr<Connection*> connected = link_.Connected();
  if (!connected.ok()) return nullptr;
  const int process = PQbackendPID((*connected)->raw());
  if (process != listening_ && !(*connected)->Run("LISTEN probity_change").ok()) {
    link_.Drop();
    return nullptr;
  }
  listening_ = process;
  return *connected;
}

void Hints::Await(absl::Duration longest, int own) {
  const absl::Time end = absl::Now() + longest;
  Connection* const connection = Listening();
  if (connection == nullptr) {
    absl::SleepFor(end - absl::Now());
    return;
  }
  while (!TakeHints(connection->raw(), own)) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) return;
    pollfd socket = {.fd = PQsocket(connection->raw()), .events = POLLIN, .revents = 0};
    poll(&socket, 1, static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    if (PQconsumeInput(connection->raw()) == 0) {
      link_.Drop();
      absl::SleepFor(end - absl::Now());
      return;
    }
  }
}

}  // namespace probity::postgres
