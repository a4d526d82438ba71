#include "storage/postgres/link.h"

#include "proto/support/status_macros.h"

namespace probity::postgres {

absl::StatusOr<Connection*> Link::Connected() {
  if (connection_ != nullptr && !connection_->lost()) connection_->LookWhetherLost();
  if (connection_ == nullptr || connection_->lost()) {
    Drop();
    PROBITY_ASSIGN_OR_RETURN(connection_, Connection::Open(conninfo_, role_));
  }
  return connection_.get();
}

}  // namespace probity::postgres
