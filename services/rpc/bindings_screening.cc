#include "proto/support/status_macros.h"
#include "services/rpc/bindings.h"

namespace probity::rpc {

using screening::ScreeningHandlers;

absl::StatusOr<std::unique_ptr<Binding>> BindScreening(const Pipeline& pipeline,
                                                       ScreeningHandlers& handlers) {
  auto service = std::make_unique<Binding>(pipeline);
  // It searches.
  service->Unary(handlers, &ScreeningHandlers::ScreenCandidate, Binding::Runs::kOnWorker);
  service->Unary(handlers, &ScreeningHandlers::CreateRoll);
  service->Unary(handlers, &ScreeningHandlers::GetRoll);
  service->Stream(handlers, &ScreeningHandlers::ScreenRoll);
  service->Unary(handlers, &ScreeningHandlers::GetScreening);
  service->Unary(handlers, &ScreeningHandlers::ListScreenings);
  service->Unary(handlers, &ScreeningHandlers::ReplayScreening);
  service->Unary(handlers, &ScreeningHandlers::GetMatch);
  service->Unary(handlers, &ScreeningHandlers::ListMatches);
  service->Unary(handlers, &ScreeningHandlers::ConfirmMatch);
  service->Unary(handlers, &ScreeningHandlers::RejectMatch);
  PROBITY_RETURN_IF_ERROR(
      service->Check(*v1::ScreenCandidateRequest::descriptor()->file()->service(0)));
  return service;
}

}  // namespace probity::rpc
