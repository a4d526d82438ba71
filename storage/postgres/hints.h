// Hints of the server that another process may have written: NOTIFY, which each commit sends.
#ifndef PROBITY_STORAGE_POSTGRES_HINTS_H_
#define PROBITY_STORAGE_POSTGRES_HINTS_H_

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "storage/postgres/link.h"

namespace probity::postgres {

// What a writer runs in its transaction. Delivered when it commits, or never.
inline constexpr char kSendHint[] = "NOTIFY probity_change";

// Listens on a connection of its own. Used by one thread.
class Hints {
 public:
  explicit Hints(std::string conninfo) : link_(std::move(conninfo), Role::kReader) {}

  // Until a hint comes of any process but `own` (of pg_backend_pid), for `longest` at most; that
  // long too while the server cannot be reached. A server that takes a new connection in and then
  // hangs may hold it some seconds longer, once (Connection::RunPromptly).
  void Await(absl::Duration longest, int own);

 private:
  // Null if there is none at `end`, as Uptime counts.
  Connection* Listening(absl::Duration end);

  Link link_;
  int listening_ = 0;  // The server's process that LISTEN was run on; one a connection.
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_HINTS_H_
