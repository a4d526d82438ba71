#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using persons::PersonHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindPersons(const Pipeline& pipeline,
                                                     PersonHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  service->Unary(handlers, &PersonHandlers::CreatePerson);
  service->Unary(handlers, &PersonHandlers::GetPerson);
  service->Unary(handlers, &PersonHandlers::UpdatePerson);
  service->Unary(handlers, &PersonHandlers::RecordSeparation);
  PROBITY_RETURN_IF_ERROR(service->Check(*v1::GetPersonRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
