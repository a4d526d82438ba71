// A connection that is made again when it is lost.
#ifndef PROBITY_STORAGE_POSTGRES_LINK_H_
#define PROBITY_STORAGE_POSTGRES_LINK_H_

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

namespace probity::postgres {

// Used by one thread at a time. Its end waits for an attempt to connect that still runs.
class Link {
 public:
  Link(std::string conninfo, Role role) : conninfo_(std::move(conninfo)), role_(role) {}

  // The connection, made anew if there is none or the server has hung up. Errors as
  // Connection::Open's.
  absl::StatusOr<Connection*> Connected();
  // The same for who waits until `deadline` only, and is told DEADLINE_EXCEEDED then: the attempt
  // goes on, for the next one. `now` is asked every few milliseconds.
  absl::StatusOr<Connection*> Connected(absl::Time deadline,
                                        const std::function<absl::Time()>& now);
  // Ends the connection, and with it whatever transaction it had.
  void Drop() { connection_.reset(); }

 private:
  // True if there is a connection and the server has not hung up.
  bool Holds();
  using Opened = absl::StatusOr<std::unique_ptr<Connection>>;
  // Of the attempt that runs, or else of a new one.
  Opened Open(absl::Time deadline, const std::function<absl::Time()>& now);

  const std::string conninfo_;
  const Role role_;
  std::unique_ptr<Connection> connection_;
  std::future<Opened> opening_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_LINK_H_
