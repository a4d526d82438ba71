// What the contract says about each method: who may call it, how it is audited, how long it may
// take. Made from the method option (probity.v1.policy) when the server starts.
#ifndef PROBITY_SERVICES_RPC_METHOD_POLICIES_H_
#define PROBITY_SERVICES_RPC_METHOD_POLICIES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "probity/v1/options.pb.h"

namespace probity::rpc {

struct MethodPolicy {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string name;  // "probity.v1.CaseService/RecordAllegation"
  std::string path;  // "/probity.v1.CaseService/RecordAllegation"
  v1::Permission permission = v1::PERMISSION_UNSPECIFIED;
  v1::AuditKind audit = v1::AUDIT_UNSPECIFIED;
  absl::Duration default_deadline;
  absl::Duration longest_deadline;

  bool streams() const { return method->client_streaming() || method->server_streaming(); }
};

// Immutable. A policy is found by the type of the request, which belongs to one method: no method
// names in the bindings.
class MethodPolicies {
 public:
  // FAILED_PRECONDITION with the method's name if a method has no policy, an unknown permission or
  // kind of audit, no deadline, a request type that another method has too, or if it writes and its
  // request has no request_id. Each of them stops the start.
  static absl::StatusOr<MethodPolicies> Make(
      absl::Span<const google::protobuf::ServiceDescriptor* const> services);

  // Null if no method takes such a request. Valid as long as the table.
  const MethodPolicy* Find(const google::protobuf::Descriptor* request) const;

 private:
  absl::Status Add(const google::protobuf::MethodDescriptor& method);

  std::map<const google::protobuf::Descriptor*, MethodPolicy> by_request_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_METHOD_POLICIES_H_
