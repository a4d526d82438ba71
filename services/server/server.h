// The server: every domain's handlers behind the stages, over gRPC. Knows no concrete store.
#ifndef PROBITY_SERVICES_SERVER_SERVER_H_
#define PROBITY_SERVICES_SERVER_SERVER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/config/config.h"
#include "services/core/clock.h"
#include "services/rpc/call_log.h"
#include "services/server/domains.h"
#include "storage/store.h"

namespace probity {

// All borrowed; they outlive the server.
struct ServerParts {
  const Config& config;
  storage::Store& store;
  Domains& domains;
  core::Clock& clock;
  rpc::CallLog& log;
};

class Server {
 public:
  // Serves when it returns. FAILED_PRECONDITION: static tokens are configured, and the register was
  // not made for development; a method has no policy or no handler. UNAVAILABLE: the address cannot
  // be listened on.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerParts& parts);
  // Ends open calls at once, if Drain has not ended them before.
  ~Server();

  // 0 on a Unix socket.
  int port() const;
  // What the health service says of the screening service; SERVING until then.
  void ServeScreening(bool serving);
  // The health service says NOT_SERVING from now on, of everything.
  void StopServing();
  // Takes no more calls (UNAVAILABLE/DRAINING), and gives those that are open `grace` to end.
  // Blocks until they have ended; connections that nobody uses hold it up by less than a second.
  void Drain(absl::Duration grace);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  const std::unique_ptr<Parts> parts_;
};

}  // namespace probity

#endif  // PROBITY_SERVICES_SERVER_SERVER_H_
