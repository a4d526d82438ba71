#include "services/rpc/stages.h"

#include <algorithm>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/request_rules.h"
#include "services/rpc/observe.h"

namespace probity::rpc {
namespace {

// Gives a call that brings no deadline the policy's, and cuts a longer one to the longest.
class DeadlineStage final : public Stage {
 public:
  explicit DeadlineStage(core::Clock& clock) : clock_(clock) {}

  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) override {
    Call& call = exchange.call;
    const MethodPolicy& policy = exchange.policy;
    const bool brought = exchange.deadline < absl::InfiniteFuture();
    call.deadline = brought ? std::min(exchange.deadline, call.now + policy.longest_deadline)
                            : call.now + policy.default_deadline;
    call.cancelled = [this, &exchange, &call] {
      return exchange.hung_up() || clock_.Now() >= call.deadline;
    };
    if (call.now < call.deadline) return next();
    return DeadlineExceeded("the deadline has passed");
  }

 private:
  core::Clock& clock_;
};

// Says who calls, with which roles, and so which permissions and which sight.
class AuthenticateStage final : public Stage {
 public:
  AuthenticateStage(const Authenticator& authenticator, const core::Roles& roles)
      : authenticator_(authenticator), roles_(roles) {}

  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) override {
    PROBITY_ASSIGN_OR_RETURN(Principal principal,
                             authenticator_.Authenticate(exchange.authorization));
    Call& call = exchange.call;
    call.permissions = roles_.PermissionsOf(principal.roles);
    call.roles = std::move(principal.roles);
    call.viewer = {.principal = std::move(principal.name),
                   .organisation = std::move(principal.organisation),
                   .all_missions = principal.all_missions,
                   .missions = std::move(principal.missions),
                   .adjudicates = call.Has(v1::PERMISSION_MATCHES_ADJUDICATE),
                   .deadline = call.deadline};
    return next();
  }

 private:
  const Authenticator& authenticator_;
  const core::Roles& roles_;
};

// Whether the caller may use the method at all. About one resource decides who reads it.
class PermissionStage final : public Stage {
 public:
  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) override {
    if (exchange.call.Has(exchange.policy.permission)) return next();
    return PermissionDenied("the caller's roles do not allow this method")
        .Reason(v1::ERROR_REASON_PERMISSION_DENIED)
        .With("permission", v1::Permission_Name(exchange.policy.permission));
  }
};

// Reads the request and checks what all requests share. What a method's own request may be, its
// handler knows.
class ValidateStage final : public Stage {
 public:
  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) override {
    if (exchange.request == nullptr) return next();
    PROBITY_RETURN_IF_ERROR(exchange.decode());
    if (exchange.policy.audit == v1::AUDIT_WRITE) {
      const auto& request = *exchange.request;
      const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
      exchange.call.request_id = request.GetReflection()->GetString(request, field);
      PROBITY_RETURN_IF_ERROR(core::CheckRequestId(exchange.call.request_id));
    }
    return next();
  }
};

absl::Status RunFrom(const std::vector<std::unique_ptr<Stage>>& stages, size_t index,
                     Exchange& exchange, absl::FunctionRef<absl::Status(Call&)> handler) {
  if (index == stages.size()) return handler(exchange.call);
  return stages[index]->Run(exchange,
                            [&] { return RunFrom(stages, index + 1, exchange, handler); });
}

}  // namespace

std::vector<std::unique_ptr<Stage>> OrderedStages(const StageParts& parts) {
  std::vector<std::unique_ptr<Stage>> stages;
  // First in, last out: takes the time of arrival, sees whatever the others answer, logs.
  stages.push_back(std::make_unique<ObserveStage>(parts.store, parts.clock, parts.log));
  // Needs the time of arrival.
  stages.push_back(std::make_unique<DeadlineStage>(parts.clock));
  // Before anything that depends on who calls, and before the request's bytes are looked at.
  stages.push_back(std::make_unique<AuthenticateStage>(parts.authenticator, parts.roles));
  // Needs the caller. Answers before validation: who may not call learns nothing of the request.
  stages.push_back(std::make_unique<PermissionStage>());
  // Last: the handler's request is read here.
  stages.push_back(std::make_unique<ValidateStage>());
  return stages;
}

absl::Status RunStages(const std::vector<std::unique_ptr<Stage>>& stages, Exchange& exchange,
                       absl::FunctionRef<absl::Status(Call&)> handler) {
  return RunFrom(stages, 0, exchange, handler);
}

}  // namespace probity::rpc
