#include "services/registry/registry_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_codes.h"

namespace probity::registry {
namespace {

using test::IsOk;
using test::Refused;

v1::Mission Unmil() {
  v1::Mission mission;
  mission.set_name("missions/UNMIL");
  mission.set_title("United Nations Mission in Liberia");
  mission.set_country("Liberia");
  mission.set_country_code("LBR");
  mission.set_mission_kind(v1::Mission::PEACEKEEPING_MISSION);
  mission.set_active_from("2003-09-19");
  mission.set_active_to("2018-03-30");
  return mission;
}

class Missions : public testing::Test {
 protected:
  absl::Status Check() const { return CheckMission(mission_, codes_); }
  const core::Codes codes_ = test::TestCodes();
  v1::Mission mission_ = Unmil();
};

TEST_F(Missions, OrdinaryOnePasses) {
  EXPECT_THAT(Check(), IsOk());
  mission_.clear_country_code();
  mission_.clear_active_to();
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(Missions, NameIsACode) {
  for (const char* wrong : {"UNMIL", "missions/", "missions/unmil", "organisations/UNMIL",
                            "missions/ABCDEFGHIJKLMNOPQ", "missions/A/B"}) {
    mission_.set_name(wrong);
    EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_NAME, "name")) << wrong;
  }
  mission_.clear_name();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "name"));
}

TEST_F(Missions, FieldsAreChecked) {
  mission_.set_title("***");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "title"));
  mission_ = Unmil();
  mission_.clear_country();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "country"));
  mission_ = Unmil();
  mission_.set_country_code("ZZZ");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "country_code"));
  mission_ = Unmil();
  mission_.clear_mission_kind();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "mission_kind"));
  mission_ = Unmil();
  mission_.set_active_to("2001");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "active_to"));
}

TEST(Organisations, KindRegimeAndParentAreChecked) {
  v1::Organisation organisation;
  organisation.set_name("organisations/OSCE");
  organisation.set_title("Organization for Security and Co-operation in Europe");
  organisation.set_organisation_kind(v1::Organisation::REGIONAL_ORGANISATION);
  organisation.set_reporting_regime(v1::Organisation::HR_LED);
  EXPECT_THAT(CheckOrganisation(organisation), IsOk());
  organisation.set_parent("UN");
  EXPECT_THAT(CheckOrganisation(organisation), Refused(v1::ERROR_REASON_INVALID_NAME, "parent"));
  organisation.clear_parent();
  organisation.clear_reporting_regime();
  EXPECT_THAT(CheckOrganisation(organisation),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "reporting_regime"));
}

v1::OrganisationFacts Osce2013() {
  v1::OrganisationFacts facts;
  facts.set_organisation("organisations/OSCE");
  facts.set_year(2013);
  facts.set_personnel_total(2570);
  facts.set_missions_total(19);
  facts.add_training_modes(v1::OrganisationFacts::PRE_DEPLOYMENT);
  facts.set_reporting_return(v1::OrganisationFacts::NIL);
  facts.set_return_signed_by("Office of Human Resources");
  return facts;
}

TEST(Facts, ANilReturnIsSigned) {
  v1::OrganisationFacts facts = Osce2013();
  EXPECT_THAT(CheckFacts(facts, test::TestNow()), IsOk());
  facts.clear_return_signed_by();
  EXPECT_THAT(CheckFacts(facts, test::TestNow()),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "return_signed_by"));
  facts.set_reporting_return(v1::OrganisationFacts::NOT_COLLECTED);
  EXPECT_THAT(CheckFacts(facts, test::TestNow()), IsOk());
}

TEST(Facts, YearIsOneThatCanHaveBeenReported) {
  v1::OrganisationFacts facts = Osce2013();
  facts.set_year(2027);
  EXPECT_THAT(CheckFacts(facts, test::TestNow()), Refused(v1::ERROR_REASON_INVALID_FIELD, "year"));
  facts.set_year(0);
  EXPECT_THAT(CheckFacts(facts, test::TestNow()), Refused(v1::ERROR_REASON_INVALID_FIELD, "year"));
}

TEST(Facts, NumbersAndListsAreBounded) {
  v1::OrganisationFacts facts = Osce2013();
  facts.set_personnel_total(-1);
  EXPECT_THAT(CheckFacts(facts, test::TestNow()),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "personnel_total"));
  facts = Osce2013();
  for (int i = 0; i < 51; ++i) facts.add_links("https://example.org");
  EXPECT_THAT(CheckFacts(facts, test::TestNow()), Refused(v1::ERROR_REASON_TOO_MANY, "links"));
  facts = Osce2013();
  facts.add_prevention_policies()->set_title("");
  EXPECT_THAT(CheckFacts(facts, test::TestNow()),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "prevention_policies[0].title"));
}

TEST(Facts, NameIsOrganisationAndYear) {
  EXPECT_EQ(*FactsName(Osce2013()), "organisationFacts/OSCE-2013");
}

}  // namespace
}  // namespace probity::registry
