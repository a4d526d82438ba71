// RegistryService: missions, organisations and their facts, taxonomies. One function a method.
#ifndef PROBITY_SERVICES_REGISTRY_REGISTRY_HANDLERS_H_
#define PROBITY_SERVICES_REGISTRY_REGISTRY_HANDLERS_H_

#include "absl/status/statusor.h"
#include "probity/v1/registry.pb.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "services/core/page.h"
#include "storage/prepared_write.h"
#include "storage/store.h"

namespace probity::registry {

// Thread-safe. Borrows all it is given.
class RegistryHandlers {
 public:
  RegistryHandlers(storage::Store& store, const core::Codes& codes, const core::PageTokens& tokens)
      : store_(store), codes_(codes), tokens_(tokens) {}

  storage::WriteOr<v1::Mission> CreateMission(Call& call, const v1::CreateMissionRequest& request);
  storage::WriteOr<v1::Mission> UpdateMission(Call& call, const v1::UpdateMissionRequest& request);
  absl::StatusOr<v1::Mission> GetMission(Call& call, const v1::GetMissionRequest& request);
  absl::StatusOr<v1::ListMissionsResponse> ListMissions(Call& call,
                                                        const v1::ListMissionsRequest& request);

  storage::WriteOr<v1::Organisation> CreateOrganisation(
      Call& call, const v1::CreateOrganisationRequest& request);
  absl::StatusOr<v1::Organisation> GetOrganisation(Call& call,
                                                   const v1::GetOrganisationRequest& request);
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(
      Call& call, const v1::ListOrganisationsRequest& request);

  storage::WriteOr<v1::OrganisationFacts> RecordOrganisationFacts(
      Call& call, const v1::RecordOrganisationFactsRequest& request);
  absl::StatusOr<v1::ListOrganisationFactsResponse> ListOrganisationFacts(
      Call& call, const v1::ListOrganisationFactsRequest& request);

  // Taxonomies are small and whole: not paged.
  absl::StatusOr<v1::ListMemberStatesResponse> ListMemberStates(
      Call& call, const v1::ListMemberStatesRequest& request);
  absl::StatusOr<v1::ListMisconductTypesResponse> ListMisconductTypes(
      Call& call, const v1::ListMisconductTypesRequest& request);
  absl::StatusOr<v1::ListPersonnelCategoriesResponse> ListPersonnelCategories(
      Call& call, const v1::ListPersonnelCategoriesRequest& request);

 private:
  storage::Store& store_;
  const core::Codes& codes_;
  const core::PageTokens& tokens_;
};

}  // namespace probity::registry

#endif  // PROBITY_SERVICES_REGISTRY_REGISTRY_HANDLERS_H_
