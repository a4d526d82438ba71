// One call on its way through the server: who makes it, with what roles, until when. Made by the
// stages of services/rpc, or by a test.
#ifndef PROBITY_SERVICES_CORE_CALL_H_
#define PROBITY_SERVICES_CORE_CALL_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "probity/v1/options.pb.h"
#include "probity/v1/roles.pb.h"
#include "services/core/permissions.h"
#include "storage/caller.h"

namespace probity {

// `now` and `deadline` are inherited: a handler never asks a clock.
struct Call : storage::Caller {
  std::vector<v1::Role> roles;
  core::Permissions permissions;
  // The caller has hung up, or the deadline has passed. Long work asks between windows.
  std::function<bool()> cancelled = [] { return false; };

  // What the observe stage writes into the access log; handlers of reads and lists fill it in.
  struct Audited {
    std::string resource;
    int64_t rows = 0;
    std::string digest;
  } audited;

  bool HasRole(v1::Role role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
  bool Has(v1::Permission permission) const { return permissions.test(permission); }
};

}  // namespace probity

#endif  // PROBITY_SERVICES_CORE_CALL_H_
