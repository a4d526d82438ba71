#include "services/rpc/stages.h"

#include <algorithm>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
#include "services/core/request_rules.h"

namespace probity::rpc {
namespace {

// Gives a call that brings no deadline the policy's, and cuts a longer one to the longest.
class DeadlineStage final : public Stage {
 public:
  explicit DeadlineStage(core::Clock& clock) : clock_(clock) {}

  absl::Status Enter(Exchange& exchange) override {
    Call& call = exchange.call;
    const MethodPolicy& policy = exchange.policy;
    const bool brought = exchange.deadline < absl::InfiniteFuture();
    call.deadline = brought ? std::min(exchange.deadline, call.now + policy.longest_deadline)
                            : call.now + policy.default_deadline;
    call.cancelled = [this, &exchange, &call] {
      return exchange.hung_up() || clock_.Now() >= call.deadline;
    };
    if (call.now < call.deadline) return absl::OkStatus();
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

  absl::Status Enter(Exchange& exchange) override {
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
    return absl::OkStatus();
  }

 private:
  const Authenticator& authenticator_;
  const core::Roles& roles_;
};

// Whether the caller may use the method at all. About one resource decides who reads it.
class PermissionStage final : public Stage {
 public:
  absl::Status Enter(Exchange& exchange) override {
    if (exchange.call.Has(exchange.policy.permission)) return absl::OkStatus();
    return PermissionDenied("the caller's roles do not allow this method")
        .Reason(v1::ERROR_REASON_PERMISSION_DENIED)
        .With("permission", v1::Permission_Name(exchange.policy.permission));
  }
};

// What the caller knows to be written, whichever server he told it.
class AtLeastStage final : public Stage {
 public:
  explicit AtLeastStage(const core::ChangeTokens& tokens) : tokens_(tokens) {}

  absl::Status Enter(Exchange& exchange) override {
    exchange.call.written = &exchange.written;
    if (exchange.at_least.empty()) return absl::OkStatus();
    PROBITY_ASSIGN_OR_RETURN(exchange.call.viewer.at_least, tokens_.Open(exchange.at_least));
    return absl::OkStatus();
  }

 private:
  const core::ChangeTokens& tokens_;
};

// Reads the request and checks what all requests share. What a method's own request may be, its
// handler knows.
class ValidateStage final : public Stage {
 public:
  absl::Status Enter(Exchange& exchange) override {
    if (exchange.request == nullptr) return absl::OkStatus();
    PROBITY_RETURN_IF_ERROR(exchange.decode());
    if (exchange.policy.audit == v1::AUDIT_WRITE) {
      const auto& request = *exchange.request;
      const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
      exchange.call.request_id = request.GetReflection()->GetString(request, field);
      PROBITY_RETURN_IF_ERROR(core::CheckRequestId(exchange.call.request_id));
    }
    return absl::OkStatus();
  }
};

std::vector<std::unique_ptr<Stage>> Ordered(const StageParts& parts) {
  std::vector<std::unique_ptr<Stage>> stages;
  // Needs the time of arrival, which the observer took.
  stages.push_back(std::make_unique<DeadlineStage>(parts.clock));
  // Before anything that depends on who calls, and before the request's bytes are looked at.
  stages.push_back(std::make_unique<AuthenticateStage>(parts.authenticator, parts.roles));
  // Needs the caller. Answers before validation: who may not call learns nothing of the request.
  stages.push_back(std::make_unique<PermissionStage>());
  // After the permission: who may not call is told nothing about tokens.
  stages.push_back(std::make_unique<AtLeastStage>(parts.change_tokens));
  // Last: the handler's request is read here.
  stages.push_back(std::make_unique<ValidateStage>());
  return stages;
}

}  // namespace

Stages::Stages(const StageParts& parts)
    : store_(parts.store),
      change_tokens_(parts.change_tokens),
      observer_(parts.clock, parts.log),
      ordered_(Ordered(parts)) {}

absl::Status Stages::Enter(Exchange& exchange) {
  observer_.Arrive(exchange);
  for (const std::unique_ptr<Stage>& stage : ordered_) {
    PROBITY_RETURN_IF_ERROR(stage->Enter(exchange));
  }
  return absl::OkStatus();
}

absl::Status Stages::Leave(Exchange& exchange, const absl::Status& answer,
                           const absl::Status& traced) {
  const absl::Status& leaves = traced.ok() ? answer : traced;
  if (exchange.written.seq > 0 && exchange.tell_change) {
    exchange.tell_change(change_tokens_.Make(exchange.written));
  }
  observer_.Leave(exchange, leaves);
  return leaves;
}

absl::Status Stages::Run(Exchange& exchange, absl::FunctionRef<absl::Status(Call&)> handler) {
  absl::Status answer = Enter(exchange);
  if (answer.ok()) answer = handler(exchange.call);
  const auto trace = observer_.TraceOf(exchange, answer);
  return Leave(exchange, answer,
               trace.has_value() ? core::LogAccess(store_, *trace) : absl::OkStatus());
}

void Stages::Refuse(Exchange& exchange, const absl::Status& status) {
  observer_.Arrive(exchange);
  observer_.Leave(exchange, status);
}

void Stages::Start(Exchange& exchange, absl::FunctionRef<void(Call&, Done)> handler, Done done) {
  Done answered = [this, &exchange, done = std::move(done)](const absl::Status& answer) {
    auto trace = observer_.TraceOf(exchange, answer);
    if (!trace.has_value()) return done(Leave(exchange, answer, absl::OkStatus()));
    core::StartLogAccess(store_, *std::move(trace),
                         [this, &exchange, answer, done](const absl::Status& traced) {
                           done(Leave(exchange, answer, traced));
                         });
  };
  const absl::Status entered = Enter(exchange);
  if (!entered.ok()) return answered(entered);
  handler(exchange.call, std::move(answered));
}

}  // namespace probity::rpc
