#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using registry::RegistryHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindRegistry(const Pipeline& pipeline,
                                                      RegistryHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  service->Unary(handlers, &RegistryHandlers::CreateMission);
  service->Unary(handlers, &RegistryHandlers::UpdateMission);
  service->Unary(handlers, &RegistryHandlers::GetMission);
  service->Unary(handlers, &RegistryHandlers::ListMissions);
  service->Unary(handlers, &RegistryHandlers::CreateOrganisation);
  service->Unary(handlers, &RegistryHandlers::GetOrganisation);
  service->Unary(handlers, &RegistryHandlers::ListOrganisations);
  service->Unary(handlers, &RegistryHandlers::RecordOrganisationFacts);
  service->Unary(handlers, &RegistryHandlers::ListOrganisationFacts);
  service->Unary(handlers, &RegistryHandlers::ListMemberStates);
  service->Unary(handlers, &RegistryHandlers::ListMisconductTypes);
  service->Unary(handlers, &RegistryHandlers::ListPersonnelCategories);
  PROBITY_RETURN_IF_ERROR(service->Check(*v1::GetMissionRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
