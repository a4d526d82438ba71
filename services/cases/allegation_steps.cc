#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/cases/case_handlers.h"
#include "services/cases/effects.h"
#include "services/cases/step_requests.h"
#include "services/core/request_rules.h"

namespace probity::cases {

using storage::WriteTx;

template <typename Request>
storage::WriteOr<v1::Allegation> CaseHandlers::Take(Call& call, const Request& request) {
  PROBITY_ASSIGN_OR_RETURN(Step step, StepOf(request, call.now));
  step.content_digest = digest_(ContentOf(request));
  return store_.Prepare(call, request,
                        [this, &call, &request, step = std::move(step)](WriteTx& tx) {
                          return TakeStep(tx, call, request.name(), request.etag(), step);
                        });
}

absl::StatusOr<v1::Allegation> CaseHandlers::TakeStep(WriteTx& tx, const Call& call,
                                                      absl::string_view name,
                                                      absl::string_view etag,
                                                      const Step& step) const {
  PROBITY_ASSIGN_OR_RETURN(v1::Allegation allegation, tx.allegations().Get(name));
  PROBITY_RETURN_IF_ERROR(core::CheckEtag(etag, allegation.etag()));
  PROBITY_ASSIGN_OR_RETURN(const v1::Case report, tx.cases().Get(allegation.case_name()));
  PROBITY_ASSIGN_OR_RETURN(const v1::MisconductType* type,
                           codes_.MisconductType(allegation.misconduct_type(), "misconduct_type"));
  PROBITY_ASSIGN_OR_RETURN(const v1::PersonnelCategory* category,
                           codes_.PersonnelCategory(allegation.subcategory(), 0, "subcategory"));
  PROBITY_ASSIGN_OR_RETURN(const Transition transition,
                           lifecycle_.Judge({step, allegation, report, *type, *category}, call));
  if (transition.proposal.has_value()) {
    *allegation.mutable_proposal() = *transition.proposal;
    return tx.allegations().Update(std::move(allegation));
  }
  Apply(step, transition.to, allegation);
  if (allegation.person().empty()) return tx.allegations().Update(std::move(allegation));
  PROBITY_ASSIGN_OR_RETURN(const v1::Person person, tx.persons().Get(allegation.person()));
  keeper_.MarkLeft(report, person, allegation);
  PROBITY_ASSIGN_OR_RETURN(allegation, tx.allegations().Update(std::move(allegation)));
  PROBITY_RETURN_IF_ERROR(keeper_.Keep(tx, report, person, allegation));
  return allegation;
}

storage::WriteOr<v1::Allegation> CaseHandlers::AssessAllegation(
    Call& call, const v1::AssessAllegationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::RegisterAllegation(
    Call& call, const v1::RegisterAllegationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::ReferAllegation(
    Call& call, const v1::ReferAllegationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::OpenInvestigation(
    Call& call, const v1::OpenInvestigationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::ConcludeInvestigation(
    Call& call, const v1::ConcludeInvestigationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::RecordFinding(
    Call& call, const v1::RecordFindingRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::ReferForAction(
    Call& call, const v1::ReferForActionRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::RecordAction(
    Call& call, const v1::RecordActionRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::CloseAllegation(
    Call& call, const v1::CloseAllegationRequest& request) {
  return Take(call, request);
}

storage::WriteOr<v1::Allegation> CaseHandlers::ReopenAllegation(
    Call& call, const v1::ReopenAllegationRequest& request) {
  return Take(call, request);
}

}  // namespace probity::cases
