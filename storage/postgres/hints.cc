#include "storage/postgres/hints.h"

#include <poll.h>

#include "absl/time/clock.h"
#include "storage/uptime.h"

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

Connection* Hints::Listening(absl::Duration end) {
  const absl::StatusOr<Connection*> connected = link_.Connected(
      absl::UnixEpoch() + end, [] { return absl::UnixEpoch() + storage::Uptime(); });
  if (!connected.ok()) return nullptr;
  const int process = PQbackendPID((*connected)->raw());
  if (process != listening_ && !(*connected)->RunPromptly("LISTEN probity_change").ok()) {
    link_.Drop();
    return nullptr;
  }
  listening_ = process;
  return *connected;
}

void Hints::Await(absl::Duration longest, int own) {
  const absl::Duration end = storage::Uptime() + longest;
  const auto left = [&] { return end - storage::Uptime(); };
  Connection* const connection = Listening(end);
  if (connection == nullptr) {
    absl::SleepFor(left());
    return;
  }
  while (!TakeHints(connection->raw(), own)) {
    if (left() <= absl::ZeroDuration()) return;
    pollfd socket = {.fd = PQsocket(connection->raw()), .events = POLLIN, .revents = 0};
    poll(&socket, 1, static_cast<int>(absl::ToInt64Milliseconds(left())) + 1);
    if (PQconsumeInput(connection->raw()) == 0) {
      link_.Drop();
      absl::SleepFor(left());
      return;
    }
  }
}

}  // namespace probity::postgres
