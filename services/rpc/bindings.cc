#include "services/rpc/bindings.h"

#include "probity/v1/admin.pb.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/import.pb.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening.pb.h"

namespace probity::rpc {
namespace {

// The one service of the file that declares `Request`.
template <typename Request>
const google::protobuf::ServiceDescriptor* ServiceOf() {
  return Request::descriptor()->file()->service(0);
}

}  // namespace

std::vector<const google::protobuf::ServiceDescriptor*> ServicesOfContract() {
  return {ServiceOf<v1::GetMissionRequest>(),    ServiceOf<v1::GetPersonRequest>(),
          ServiceOf<v1::GetCaseRequest>(),       ServiceOf<v1::ScreenCandidateRequest>(),
          ServiceOf<v1::ImportReportsRequest>(), ServiceOf<v1::GetRegisterStatusRequest>()};
}

}  // namespace probity::rpc
