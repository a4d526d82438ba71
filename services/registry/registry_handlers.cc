#include "services/registry/registry_handlers.h"

#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"
#include "services/registry/registry_rules.h"

namespace probity::registry {

using storage::ReadTx;
using storage::WriteTx;

storage::WriteOr<v1::Mission> RegistryHandlers::CreateMission(
    Call& call, const v1::CreateMissionRequest& request) {
  PROBITY_RETURN_IF_ERROR(AtField("mission", CheckMission(request.mission(), codes_)));
  return store_.Prepare(
      call, request, [&request](WriteTx& tx) { return tx.missions().Insert(request.mission()); });
}

storage::WriteOr<v1::Mission> RegistryHandlers::UpdateMission(
    Call& call, const v1::UpdateMissionRequest& request) {
  PROBITY_RETURN_IF_ERROR(AtField("mission", CheckMission(request.mission(), codes_)));
  return store_.Prepare(call, request, [&request](WriteTx& tx) -> absl::StatusOr<v1::Mission> {
    const v1::Mission& mission = request.mission();
    PROBITY_ASSIGN_OR_RETURN(const v1::Mission current, tx.missions().Get(mission.name()));
    PROBITY_RETURN_IF_ERROR(core::CheckEtag(mission.etag(), current.etag(), "mission.etag"));
    return tx.missions().Update(mission);
  });
}

absl::StatusOr<v1::Mission> RegistryHandlers::GetMission(Call& call,
                                                         const v1::GetMissionRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.missions().Get(request.name()); });
}

absl::StatusOr<v1::ListMissionsResponse> RegistryHandlers::ListMissions(
    Call& call, const v1::ListMissionsRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  return core::Read(
      store_, call.viewer, page.as_of,
      [&](const ReadTx& tx) -> absl::StatusOr<v1::ListMissionsResponse> {
        PROBITY_ASSIGN_OR_RETURN(auto found, tx.missions().List(page.cursor, page.limit));
        v1::ListMissionsResponse response;
        for (auto& mission : found.items) *response.add_missions() = std::move(mission);
        response.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
        return response;
      });
}

storage::WriteOr<v1::Organisation> RegistryHandlers::CreateOrganisation(
    Call& call, const v1::CreateOrganisationRequest& request) {
  PROBITY_RETURN_IF_ERROR(AtField("organisation", CheckOrganisation(request.organisation())));
  return store_.Prepare(call, request, [&request](WriteTx& tx) -> absl::StatusOr<v1::Organisation> {
    const v1::Organisation& organisation = request.organisation();
    if (!organisation.parent().empty()) {
      PROBITY_RETURN_IF_ERROR(core::AsUnknownCode(tx.organisations().Exists(organisation.parent()),
                                                  "organisation.parent"));
    }
    return tx.organisations().Insert(organisation);
  });
}

absl::StatusOr<v1::Organisation> RegistryHandlers::GetOrganisation(
    Call& call, const v1::GetOrganisationRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.organisations().Get(request.name()); });
}

absl::StatusOr<v1::ListOrganisationsResponse> RegistryHandlers::ListOrganisations(
    Call& call, const v1::ListOrganisationsRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  return core::Read(
      store_, call.viewer, page.as_of,
      [&](const ReadTx& tx) -> absl::StatusOr<v1::ListOrganisationsResponse> {
        PROBITY_ASSIGN_OR_RETURN(auto found, tx.organisations().List(page.cursor, page.limit));
        v1::ListOrganisationsResponse response;
        for (auto& item : found.items) *response.add_organisations() = std::move(item);
        response.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
        return response;
      });
}

storage::WriteOr<v1::OrganisationFacts> RegistryHandlers::RecordOrganisationFacts(
    Call& call, const v1::RecordOrganisationFactsRequest& request) {
  v1::OrganisationFacts facts = request.facts();
  PROBITY_RETURN_IF_ERROR(AtField("facts", CheckFacts(facts, call.now)));
  PROBITY_ASSIGN_OR_RETURN(*facts.mutable_name(), FactsName(facts));
  return store_.Prepare(
      call, request,
      [facts = std::move(facts)](WriteTx& tx) -> absl::StatusOr<v1::OrganisationFacts> {
        PROBITY_RETURN_IF_ERROR(core::AsUnknownCode(tx.organisations().Exists(facts.organisation()),
                                                    "facts.organisation"));
        const auto current = tx.organisation_facts().Get(facts.name());
        if (absl::IsNotFound(current.status())) {
          if (!facts.etag().empty()) return core::CheckEtag(facts.etag(), "", "facts.etag");
          return tx.organisation_facts().Insert(facts);
        }
        if (!current.ok()) return current.status();
        PROBITY_RETURN_IF_ERROR(core::CheckEtag(facts.etag(), current->etag(), "facts.etag"));
        return tx.organisation_facts().Update(facts);
      });
}

absl::StatusOr<v1::ListOrganisationFactsResponse> RegistryHandlers::ListOrganisationFacts(
    Call& call, const v1::ListOrganisationFactsRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  return core::Read(
      store_, call.viewer, page.as_of,
      [&](const ReadTx& tx) -> absl::StatusOr<v1::ListOrganisationFactsResponse> {
        PROBITY_ASSIGN_OR_RETURN(
            auto found, tx.organisation_facts().List(request.year(), page.cursor, page.limit));
        v1::ListOrganisationFactsResponse response;
        for (auto& item : found.items) *response.add_facts() = std::move(item);
        response.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
        return response;
      });
}

absl::StatusOr<v1::ListMemberStatesResponse> RegistryHandlers::ListMemberStates(
    Call&, const v1::ListMemberStatesRequest&) {
  v1::ListMemberStatesResponse response;
  for (const auto& state : codes_.member_states()) *response.add_member_states() = state;
  return response;
}

absl::StatusOr<v1::ListMisconductTypesResponse> RegistryHandlers::ListMisconductTypes(
    Call&, const v1::ListMisconductTypesRequest& request) {
  if (!request.scheme().empty() && !codes_.HasScheme(request.scheme())) {
    return InvalidArgument("there is no such scheme")
        .Reason(v1::ERROR_REASON_UNKNOWN_CODE)
        .Field("scheme");
  }
  v1::ListMisconductTypesResponse response;
  for (const auto& type : codes_.misconduct_types()) {
    if (request.scheme().empty() || type.scheme() == request.scheme()) {
      *response.add_misconduct_types() = type;
    }
  }
  return response;
}

absl::StatusOr<v1::ListPersonnelCategoriesResponse> RegistryHandlers::ListPersonnelCategories(
    Call&, const v1::ListPersonnelCategoriesRequest& request) {
  v1::ListPersonnelCategoriesResponse response;
  for (const auto& category : codes_.personnel_categories()) {
    if (core::HoldsFor(category, request.year())) {
      *response.add_personnel_categories() = category;
    }
  }
  return response;
}

}  // namespace probity::registry
