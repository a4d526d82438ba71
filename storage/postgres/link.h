// A connection that is made again when it is lost.
#ifndef PROBITY_STORAGE_POSTGRES_LINK_H_
#define PROBITY_STORAGE_POSTGRES_LINK_H_

#include <memory>
#include <string>
#include <utility>

#include "storage/postgres/connection.h"

namespace probity::postgres {

// Used by one thread at a time.
class Link {
 public:
  Link(std::string conninfo, Role role) : conninfo_(std::move(conninfo)), role_(role) {}

  // The connection, made anew if there is none or the server has hung up. Errors as
  // Connection::Open's.
  absl::StatusOr<Connection*> Connected();
  // Ends the connection, and with it whatever transaction it had.
  void Drop() { connection_.reset(); }

 private:
  const std::string conninfo_;
  const Role role_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_LINK_H_
