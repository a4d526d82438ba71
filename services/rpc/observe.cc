#include "services/rpc/observe.h"

#include <algorithm>
#include <string>
#include <utility>

#include "proto/support/error.h"

namespace probity::rpc {
namespace {

bool IsDenial(const absl::Status& answer) {
  return absl::IsPermissionDenied(answer) || absl::IsUnauthenticated(answer);
}

// NOT_FOUND is a read too: somebody asked for a resource, and hidden and absent are one answer.
bool IsRead(const MethodPolicy& policy, const absl::Status& answer) {
  const bool reads = policy.audit == v1::AUDIT_READ || policy.audit == v1::AUDIT_LIST;
  return reads && (answer.ok() || absl::IsNotFound(answer));
}

}  // namespace

bool DenialAllowance::Take(absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (now > last_) {
    const double earned = absl::ToDoubleSeconds(now - last_) * kPerSecond;
    tokens_ = std::min<double>(kBurst, tokens_ + earned);
    last_ = now;
  }
  if (tokens_ < 1) {
    ++unlogged_;
    return false;
  }
  tokens_ -= 1;
  return true;
}

int64_t DenialAllowance::TakeUnlogged() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(unlogged_, 0);
}

absl::Status ObserveStage::Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) {
  Call& call = exchange.call;
  call.now = clock_.Now();
  call.method = exchange.policy.name;
  const absl::Status answered = next();
  const absl::Status traced = Trace(exchange, answered);
  const absl::Status& answer = traced.ok() ? answered : traced;

  const bool known = !call.viewer.principal.empty();
  const std::string reason = answer.ok() ? "" : std::string(ReasonName(ReasonOf(answer)));
  log_.Write({.arrived = call.now,
              .took = clock_.Now() - call.now,
              .method = call.method,
              .principal = known ? absl::string_view(call.viewer.principal) : kAnonymous,
              .code = answer.code(),
              .reason = reason,
              .unlogged_denials = known ? 0 : anonymous_.TakeUnlogged()});
  return answer;
}

absl::Status ObserveStage::Trace(const Exchange& exchange, const absl::Status& answer) {
  const bool denial = IsDenial(answer);
  if (!denial && !IsRead(exchange.policy, answer)) return absl::OkStatus();
  storage::AccessEntry entry;
  entry.caller = exchange.call;
  if (entry.caller.viewer.principal.empty()) {
    if (!anonymous_.Take(exchange.call.now)) return absl::OkStatus();
    entry.caller.viewer.principal = std::string(kAnonymous);
  }
  entry.code = answer.code();
  if (!answer.ok()) entry.reason = std::string(ReasonName(ReasonOf(answer)));
  entry.resource = exchange.call.audited.resource;
  entry.rows = exchange.call.audited.rows;
  entry.digest = exchange.call.audited.digest;
  if (store_.LogAccess(entry).ok()) return absl::OkStatus();
  return Unavailable("the call could not be logged, so it is not answered")
      .Reason(v1::ERROR_REASON_STORE_STOPPED);
}

}  // namespace probity::rpc
