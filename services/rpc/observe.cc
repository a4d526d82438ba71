#include "services/rpc/observe.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "proto/support/error.h"
#include "proto/support/resource_name.h"

namespace probity::rpc {
namespace {

bool IsDenial(const absl::Status& answer) {
  return absl::IsPermissionDenied(answer) || absl::IsUnauthenticated(answer);
}

// Somebody asked for a resource that is absent or hidden, which is one answer; also when it was to
// be written.
bool IsAudited(const MethodPolicy& policy, const absl::Status& answer) {
  if (policy.audit == v1::AUDIT_NONE) return false;
  return absl::IsNotFound(answer) || (answer.ok() && policy.audit != v1::AUDIT_WRITE);
}

bool IsOpaqueName(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  return ParseOpaqueName(parts.first, text).ok();
}

// The resource that a request names, its own or its first message's: of a write that did not come
// about. Empty if what it names has not the form of an opaque name: a caller's text is not logged.
std::string ResourceOf(const google::protobuf::Message& request, bool nested = false) {
  const auto& reflection = *request.GetReflection();
  const auto& type = *request.GetDescriptor();
  for (const char* key : {"name", "person"}) {
    const auto* field = type.FindFieldByName(key);
    if (field == nullptr || field->is_repeated()) continue;
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      std::string name = reflection.GetString(request, field);
      if (IsOpaqueName(name)) return name;
    } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE && !nested) {
      return ResourceOf(reflection.GetMessage(request, field), true);
    }
  }
  return "";
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

void Observer::Arrive(Exchange& exchange) {
  exchange.call.now = clock_.Now();
  exchange.call.method = exchange.policy.name;
}

void Observer::Leave(const Exchange& exchange, const absl::Status& answer) {
  const Call& call = exchange.call;
  const bool known = !call.viewer.principal.empty();
  const std::string reason = answer.ok() ? "" : std::string(ReasonName(ReasonOf(answer)));
  log_.Write({.arrived = call.now,
              .took = clock_.Now() - call.now,
              .method = call.method,
              .principal = known ? absl::string_view(call.viewer.principal) : kAnonymous,
              .code = answer.code(),
              .reason = reason,
              .unlogged_denials = known ? 0 : anonymous_.TakeUnlogged()});
}

std::optional<storage::AccessEntry> Observer::TraceOf(const Exchange& exchange,
                                                      const absl::Status& answer) {
  if (!IsDenial(answer) && !IsAudited(exchange.policy, answer)) return std::nullopt;
  storage::AccessEntry entry;
  entry.caller = exchange.call;
  if (entry.caller.viewer.principal.empty()) {
    if (!anonymous_.Take(exchange.call.now)) return std::nullopt;
    entry.caller.viewer.principal = std::string(kAnonymous);
  }
  entry.code = answer.code();
  if (!answer.ok()) entry.reason = std::string(ReasonName(ReasonOf(answer)));
  entry.resource = exchange.call.audited.resource;
  if (entry.resource.empty() && exchange.request != nullptr) {
    entry.resource = ResourceOf(*exchange.request);
  }
  entry.rows = exchange.call.audited.rows;
  entry.digest = exchange.call.audited.digest;
  return entry;
}

}  // namespace probity::rpc
