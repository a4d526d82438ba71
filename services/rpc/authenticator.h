// Who is calling.
#ifndef PROBITY_SERVICES_RPC_AUTHENTICATOR_H_
#define PROBITY_SERVICES_RPC_AUTHENTICATOR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/roles.pb.h"

namespace probity::rpc {

struct Principal {
  std::string name;
  std::string organisation;
  std::vector<v1::Role> roles;
  bool all_missions = false;
  std::vector<std::string> missions;  // "missions/UNMIL"
};

// Thread-safe.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // `authorization` is the metadata of that name, empty if the call brought none.
  // UNAUTHENTICATED/NO_CREDENTIALS or BAD_CREDENTIALS.
  virtual absl::StatusOr<Principal> Authenticate(absl::string_view authorization) const = 0;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_AUTHENTICATOR_H_
