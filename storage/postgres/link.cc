#include "storage/postgres/link.h"

#include <chrono>

#include "proto/support/status_macros.h"
#include "storage/postgres/fault.h"

namespace probity::postgres {
namespace {

// How often a wait for a connection looks at the clock.
constexpr std::chrono::milliseconds kLook(5);

}  // namespace

absl::StatusOr<Connection*> Link::Connected() {
  return Connected(absl::InfiniteFuture(), [] { return absl::InfinitePast(); });
}

absl::StatusOr<Connection*> Link::Connected(absl::Time deadline,
                                            const std::function<absl::Time()>& now) {
  if (Holds()) return connection_.get();
  Drop();
  if (now() >= deadline) return TookTooLong();
  const bool begun_before = opening_.valid();
  Opened opened = Open(deadline, now);
  if (begun_before && !opening_.valid()) {
    // What became of an attempt of somebody before says nothing of how it is now.
    if (opened.ok()) connection_ = *std::move(opened);
    if (Holds()) return connection_.get();
    opened = Open(deadline, now);
  }
  PROBITY_ASSIGN_OR_RETURN(connection_, std::move(opened));
  return connection_.get();
}

bool Link::Holds() {
  if (connection_ != nullptr && !connection_->lost()) connection_->LookWhetherLost();
  return connection_ != nullptr && !connection_->lost();
}

Link::Opened Link::Open(absl::Time deadline, const std::function<absl::Time()>& now) {
  if (!opening_.valid()) {
    opening_ = std::async(std::launch::async, [conninfo = conninfo_, role = role_] {
      return Connection::Open(conninfo, role);
    });
  }
  if (deadline == absl::InfiniteFuture()) return opening_.get();
  while (opening_.wait_for(kLook) != std::future_status::ready) {
    if (now() >= deadline) return TookTooLong();
  }
  return opening_.get();
}

}  // namespace probity::postgres
