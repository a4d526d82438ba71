// The services that this server offers: each bound in a file of its own, bindings_<service>.cc.
#ifndef PROBITY_SERVICES_RPC_BINDINGS_H_
#define PROBITY_SERVICES_RPC_BINDINGS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/admin/admin_handlers.h"
#include "services/cases/case_handlers.h"
#include "services/imports/import_handlers.h"
#include "services/persons/person_handlers.h"
#include "services/registry/registry_handlers.h"
#include "services/rpc/binding.h"
#include "services/screening/screening_handlers.h"

namespace probity::rpc {

// All services of the contract, for their policies.
std::vector<const google::protobuf::ServiceDescriptor*> ServicesOfContract();

// INTERNAL if a method of the service is left out. Handlers are borrowed.
absl::StatusOr<std::unique_ptr<Binding>> BindRegistry(const Pipeline& pipeline,
                                                      registry::RegistryHandlers& handlers);
absl::StatusOr<std::unique_ptr<Binding>> BindPersons(const Pipeline& pipeline,
                                                     persons::PersonHandlers& handlers);
absl::StatusOr<std::unique_ptr<Binding>> BindCases(const Pipeline& pipeline,
                                                   cases::CaseHandlers& handlers);
absl::StatusOr<std::unique_ptr<Binding>> BindScreening(const Pipeline& pipeline,
                                                       screening::ScreeningHandlers& handlers);
absl::StatusOr<std::unique_ptr<Binding>> BindImports(const Pipeline& pipeline,
                                                     imports::ImportHandlers& handlers);
absl::StatusOr<std::unique_ptr<Binding>> BindAdmin(const Pipeline& pipeline,
                                                   admin::AdminHandlers& handlers);

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_BINDINGS_H_
