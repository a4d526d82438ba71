// What every call passes before its handler and after it. The order stands in stages.cc, in one
// list.
#ifndef PROBITY_SERVICES_RPC_STAGES_H_
#define PROBITY_SERVICES_RPC_STAGES_H_

#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "services/core/clock.h"
#include "services/core/roles.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call_log.h"
#include "services/rpc/exchange.h"
#include "storage/store.h"

namespace probity::rpc {

// Thread-safe: one object serves all calls.
class Stage {
 public:
  virtual ~Stage() = default;
  // Answers an error of its own, or what `next` answered, or an error instead of that.
  virtual absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) = 0;
};

// All borrowed.
struct StageParts {
  storage::Store& store;
  core::Clock& clock;
  const core::Roles& roles;
  const Authenticator& authenticator;
  CallLog& log;
};

std::vector<std::unique_ptr<Stage>> OrderedStages(const StageParts& parts);

// Runs `handler` behind the stages.
absl::Status RunStages(const std::vector<std::unique_ptr<Stage>>& stages, Exchange& exchange,
                       absl::FunctionRef<absl::Status(Call&)> handler);

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STAGES_H_
