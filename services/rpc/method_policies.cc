#include "services/rpc/method_policies.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"

namespace probity::rpc {
namespace {

absl::Status Refuse(const std::string& name, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(name, ": ", what));
}

bool HasRequestId(const google::protobuf::Descriptor& request) {
  const auto* field = request.FindFieldByName("request_id");
  return field != nullptr && !field->is_repeated() &&
         field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
}

}  // namespace

absl::StatusOr<MethodPolicies> MethodPolicies::Make(
    absl::Span<const google::protobuf::ServiceDescriptor* const> services) {
  MethodPolicies table;
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      PROBITY_RETURN_IF_ERROR(table.Add(*service->method(i)));
    }
  }
  return table;
}

absl::Status MethodPolicies::Add(const google::protobuf::MethodDescriptor& method) {
  MethodPolicy entry;
  entry.method = &method;
  entry.name = absl::StrCat(method.service()->full_name(), "/", method.name());
  entry.path = absl::StrCat("/", entry.name);
  if (!method.options().HasExtension(v1::policy)) {
    return Refuse(entry.name, "the method has no policy");
  }
  const v1::Policy& policy = method.options().GetExtension(v1::policy);
  entry.permission = policy.permission();
  entry.audit = policy.audit();
  if (!v1::Permission_IsValid(policy.permission()) ||
      policy.permission() == v1::PERMISSION_UNSPECIFIED) {
    return Refuse(entry.name, "the policy has no known permission");
  }
  if (!v1::AuditKind_IsValid(policy.audit()) || policy.audit() == v1::AUDIT_UNSPECIFIED) {
    return Refuse(entry.name, "the policy has no known kind of audit");
  }
  if (policy.default_deadline_ms() <= 0 || policy.longest_deadline_ms() < 0) {
    return Refuse(entry.name, "the policy has no deadline");
  }
  entry.default_deadline = absl::Milliseconds(policy.default_deadline_ms());
  entry.longest_deadline =
      std::max(entry.default_deadline, absl::Milliseconds(policy.longest_deadline_ms()));
  if (policy.audit() == v1::AUDIT_WRITE && !entry.streams() &&
      !HasRequestId(*method.input_type())) {
    return Refuse(entry.name, "the request of a write has no request_id");
  }
  const std::string name = entry.name;
  if (!by_request_.emplace(method.input_type(), std::move(entry)).second) {
    return Refuse(name, "the request belongs to another method too");
  }
  return absl::OkStatus();
}

const MethodPolicy* MethodPolicies::Find(const google::protobuf::Descriptor* request) const {
  const auto found = by_request_.find(request);
  return found == by_request_.end() ? nullptr : &found->second;
}

}  // namespace probity::rpc
