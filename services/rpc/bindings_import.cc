#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using imports::ImportHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindImports(const Pipeline& pipeline,
                                                     ImportHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  service->Stream(handlers, &ImportHandlers::ImportReports);
  service->Stream(handlers, &ImportHandlers::ImportSecurityCouncilList);
  PROBITY_RETURN_IF_ERROR(
      service->Check(*v1::ImportReportsRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
