#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using admin::AdminHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindAdmin(const Pipeline& pipeline,
                                                   AdminHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  service->Unary(handlers, &AdminHandlers::GetRegisterStatus);
  service->Unary(handlers, &AdminHandlers::CreateBackup);
  service->Stream(handlers, &AdminHandlers::MigrateRegister);
  PROBITY_RETURN_IF_ERROR(
      service->Check(*v1::CreateBackupRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
