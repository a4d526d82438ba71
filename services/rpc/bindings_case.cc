#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using cases::CaseHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindCases(const Pipeline& pipeline,
                                                   CaseHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  service->Unary(handlers, &CaseHandlers::RecordAllegation);
  service->Unary(handlers, &CaseHandlers::GetCase);
  service->Unary(handlers, &CaseHandlers::ListCases);
  service->Unary(handlers, &CaseHandlers::GetAllegation);
  service->Unary(handlers, &CaseHandlers::LinkSubject);
  service->Unary(handlers, &CaseHandlers::UnlinkSubject);
  service->Unary(handlers, &CaseHandlers::AssessAllegation);
  service->Unary(handlers, &CaseHandlers::RegisterAllegation);
  service->Unary(handlers, &CaseHandlers::ReferAllegation);
  service->Unary(handlers, &CaseHandlers::OpenInvestigation);
  service->Unary(handlers, &CaseHandlers::ConcludeInvestigation);
  service->Unary(handlers, &CaseHandlers::RecordFinding);
  service->Unary(handlers, &CaseHandlers::ReferForAction);
  service->Unary(handlers, &CaseHandlers::RecordAction);
  service->Unary(handlers, &CaseHandlers::CloseAllegation);
  service->Unary(handlers, &CaseHandlers::ReopenAllegation);
  PROBITY_RETURN_IF_ERROR(service->Check(*v1::GetCaseRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
