#include "services/registry/registry_handlers.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/read.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::registry {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

class RegistryHandlersTest : public testing::Test {
 protected:
  Call Asks(const char* method = "probity.v1.RegistryService/Test") {
    Call call;
    call.viewer.principal = "amina";
    call.method = method;
    call.request_id = absl::StrCat("r-", ++requests_);
    call.now = absl::Now();
    return call;
  }
  template <typename Request, typename Response>
  auto Do(absl::StatusOr<Response> (RegistryHandlers::*handler)(Call&, const Request&),
          const Request& request) {
    Call call = Asks();
    return (handlers_.*handler)(call, request);
  }
  template <typename Request, typename Response>
  auto Do(storage::WriteOr<Response> (RegistryHandlers::*handler)(Call&, const Request&),
          const Request& request) {
    Call call = Asks();
    return Await((handlers_.*handler)(call, request));
  }
  static v1::CreateMissionRequest NewMission(const std::string& code) {
    v1::CreateMissionRequest request;
    auto& mission = *request.mutable_mission();
    mission.set_name("missions/" + code);
    mission.set_title("Mission " + code);
    mission.set_country("Nowhere");
    mission.set_mission_kind(v1::Mission::OTHER_MISSION);
    return request;
  }

  test::TestRegister register_;
  test::SeededRng rng_{1};
  core::Codes codes_ =
      *core::Read(register_.store(), storage::Viewer::System(), {},
                  [](const storage::ReadTx& tx) { return core::Codes::Load(tx.taxonomy()); });
  core::PageTokens tokens_{core::SealedTokens::Key{1}, rng_};
  RegistryHandlers handlers_{register_.store(), codes_, tokens_};
  int requests_ = 0;
};

TEST_F(RegistryHandlersTest, MissionIsCreatedReadAndChanged) {
  const auto created = Do(&RegistryHandlers::CreateMission, NewMission("XTEST"));
  ASSERT_THAT(created, IsOk());
  v1::UpdateMissionRequest update;
  *update.mutable_mission() = *created;
  update.mutable_mission()->set_title("Renamed");
  ASSERT_THAT(Do(&RegistryHandlers::UpdateMission, update), IsOk());
  v1::GetMissionRequest get;
  get.set_name("missions/XTEST");
  EXPECT_EQ(Do(&RegistryHandlers::GetMission, get)->title(), "Renamed");
  EXPECT_THAT(Do(&RegistryHandlers::UpdateMission, update),
              Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG, "mission.etag"));
  update.mutable_mission()->clear_etag();
  EXPECT_THAT(Do(&RegistryHandlers::UpdateMission, update),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "mission.etag"));
}

TEST_F(RegistryHandlersTest, CodeIsTakenOnce) {
  ASSERT_THAT(Do(&RegistryHandlers::CreateMission, NewMission("XTEST")), IsOk());
  EXPECT_THAT(Do(&RegistryHandlers::CreateMission, NewMission("XTEST")),
              Fails(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(RegistryHandlersTest, ValidateOnlyLeavesNothing) {
  v1::CreateMissionRequest request = NewMission("XTEST");
  request.set_validate_only(true);
  EXPECT_THAT(Do(&RegistryHandlers::CreateMission, request), IsOk());
  v1::GetMissionRequest get;
  get.set_name("missions/XTEST");
  EXPECT_THAT(Do(&RegistryHandlers::GetMission, get),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(RegistryHandlersTest, PagesAreOnePictureOfTheRegister) {
  v1::ListMissionsRequest request;
  request.set_page_size(1000);
  const int before = Do(&RegistryHandlers::ListMissions, request)->missions_size();
  ASSERT_GT(before, 3);

  request.set_page_size(2);
  int seen = 0;
  int pages = 0;
  std::string token;
  do {
    request.set_page_token(token);
    const auto page = Do(&RegistryHandlers::ListMissions, request);
    ASSERT_THAT(page, IsOk());
    seen += page->missions_size();
    token = page->next_page_token();
    // What is recorded meanwhile is in no later page.
    ASSERT_THAT(Do(&RegistryHandlers::CreateMission, NewMission(absl::StrCat("X", ++pages))),
                IsOk());
  } while (!token.empty());
  EXPECT_EQ(seen, before);
}

TEST_F(RegistryHandlersTest, OrganisationsParentMustBeThere) {
  v1::CreateOrganisationRequest request;
  auto& organisation = *request.mutable_organisation();
  organisation.set_name("organisations/XORG");
  organisation.set_title("An organisation");
  organisation.set_organisation_kind(v1::Organisation::NGO);
  organisation.set_reporting_regime(v1::Organisation::BILATERAL);
  organisation.set_parent("organisations/NOBODY");
  EXPECT_THAT(Do(&RegistryHandlers::CreateOrganisation, request),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "organisation.parent"));
  organisation.set_parent("organisations/UN");
  EXPECT_THAT(Do(&RegistryHandlers::CreateOrganisation, request), IsOk());
  v1::GetOrganisationRequest get;
  get.set_name("organisations/XORG");
  EXPECT_EQ(Do(&RegistryHandlers::GetOrganisation, get)->parent(), "organisations/UN");
}

TEST_F(RegistryHandlersTest, FactsOfAYearAreReplacedWithTheirEtag) {
  v1::RecordOrganisationFactsRequest request;
  auto& facts = *request.mutable_facts();
  facts.set_organisation("organisations/UN");
  facts.set_year(1999);
  facts.set_reporting_return(v1::OrganisationFacts::NO_RETURN);
  const auto first = Do(&RegistryHandlers::RecordOrganisationFacts, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->name(), "organisationFacts/UN-1999");
  EXPECT_THAT(Do(&RegistryHandlers::RecordOrganisationFacts, request),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "facts.etag"));
  facts.set_etag(first->etag());
  facts.set_reporting_return(v1::OrganisationFacts::COUNT);
  ASSERT_THAT(Do(&RegistryHandlers::RecordOrganisationFacts, request), IsOk());
  v1::ListOrganisationFactsRequest list;
  list.set_year(1999);
  const auto listed = Do(&RegistryHandlers::ListOrganisationFacts, list);
  ASSERT_EQ(listed->facts_size(), 1);
  EXPECT_EQ(listed->facts(0).reporting_return(), v1::OrganisationFacts::COUNT);
}

TEST_F(RegistryHandlersTest, FactsThatAreNotThereHaveNoEtag) {
  v1::RecordOrganisationFactsRequest request;
  auto& facts = *request.mutable_facts();
  facts.set_organisation("organisations/UN");
  facts.set_year(1998);
  facts.set_reporting_return(v1::OrganisationFacts::NO_RETURN);
  facts.set_etag("AAAA");
  EXPECT_THAT(Do(&RegistryHandlers::RecordOrganisationFacts, request),
              Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG, "facts.etag"));
}

TEST_F(RegistryHandlersTest, FactsOfAnUnknownOrganisationAreRefused) {
  v1::RecordOrganisationFactsRequest request;
  auto& facts = *request.mutable_facts();
  facts.set_organisation("organisations/NOBODY");
  facts.set_year(1999);
  facts.set_reporting_return(v1::OrganisationFacts::NO_RETURN);
  EXPECT_THAT(Do(&RegistryHandlers::RecordOrganisationFacts, request),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "facts.organisation"));
}

TEST_F(RegistryHandlersTest, TaxonomiesAreWholeAndFiltered) {
  EXPECT_GT(
      Do(&RegistryHandlers::ListMemberStates, v1::ListMemberStatesRequest())->member_states_size(),
      190);
  v1::ListMisconductTypesRequest types;
  types.set_scheme("SEA");
  const auto sea = Do(&RegistryHandlers::ListMisconductTypes, types);
  ASSERT_GT(sea->misconduct_types_size(), 0);
  for (const auto& type : sea->misconduct_types()) EXPECT_EQ(type.scheme(), "SEA");
  types.set_scheme("NONE");
  EXPECT_THAT(Do(&RegistryHandlers::ListMisconductTypes, types),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "scheme"));
  v1::ListPersonnelCategoriesRequest categories;
  categories.set_year(2013);
  const auto of_2013 = Do(&RegistryHandlers::ListPersonnelCategories, categories);
  ASSERT_GT(of_2013->personnel_categories_size(), 0);
  for (const auto& category : of_2013->personnel_categories()) {
    EXPECT_TRUE(core::HoldsFor(category, 2013)) << category.code();
  }
}

}  // namespace
}  // namespace probity::registry
