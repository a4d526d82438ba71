// What every call passes before its handler and after it. The order stands in stages.cc, in one
// list.
#ifndef PROBITY_SERVICES_RPC_STAGES_H_
#define PROBITY_SERVICES_RPC_STAGES_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "services/core/change_token.h"
#include "services/core/clock.h"
#include "services/core/roles.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call_log.h"
#include "services/rpc/exchange.h"
#include "services/rpc/observe.h"
#include "storage/store.h"

namespace probity::rpc {

// Thread-safe: one object serves all calls.
class Stage {
 public:
  virtual ~Stage() = default;
  // OK lets the call pass on; an error is its answer.
  virtual absl::Status Enter(Exchange& exchange) = 0;
};

// All borrowed.
struct StageParts {
  storage::Store& store;
  core::Clock& clock;
  const core::Roles& roles;
  const Authenticator& authenticator;
  const core::ChangeTokens& change_tokens;
  CallLog& log;
};

// The observer, and behind it the ordered list. Thread-safe.
class Stages {
 public:
  explicit Stages(const StageParts& parts);

  // Runs `handler` behind the stages, and waits for what it must. UNAVAILABLE instead of any answer
  // whose trace could not be made durable.
  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status(Call&)> handler);

  // The same for a handler that starts something and comes back: no thread waits. `done` is called
  // once, before Start returns or later; until then the exchange lives.
  using Done = std::function<void(const absl::Status&)>;
  void Start(Exchange& exchange, absl::FunctionRef<void(Call&, Done)> handler, Done done);

  // A call that no thread or place is left for passes no stage, and is one log line.
  void Refuse(Exchange& exchange, const absl::Status& status);

 private:
  absl::Status Enter(Exchange& exchange);
  // The answer as it leaves, when its trace, if there had to be one, is `traced`.
  absl::Status Leave(Exchange& exchange, const absl::Status& answer, const absl::Status& traced);

  storage::Store& store_;
  const core::ChangeTokens& change_tokens_;
  Observer observer_;
  const std::vector<std::unique_ptr<Stage>> ordered_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STAGES_H_
