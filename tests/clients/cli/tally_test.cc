#include "clients/cli/tally.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::cli {
namespace {

using testing::ElementsAre;

google::protobuf::RepeatedPtrField<v1::PersonnelCategory> Categories() {
  google::protobuf::RepeatedPtrField<v1::PersonnelCategory> categories;
  const std::pair<const char*, v1::PersonnelCategory::Group> kRows[] = {
      {"NATIONAL_STAFF", v1::PersonnelCategory::CIVILIAN},
      {"CONTINGENT_MEMBER", v1::PersonnelCategory::MILITARY},
      {"FPU_MEMBER", v1::PersonnelCategory::POLICE},
      {"UNKNOWN", v1::PersonnelCategory::OTHER},
      {"NON_UN_FORCE_MEMBER", v1::PersonnelCategory::GROUP_UNSPECIFIED}};
  for (const auto& [code, group] : kRows) {
    v1::PersonnelCategory& category = *categories.Add();
    category.set_code(code);
    category.set_group(group);
  }
  return categories;
}

void AddCases(CaseList& cases, int count, const std::string& subcategory,
              v1::VictimGroup::AgeClass age, const std::string& mission = "missions/UNMIL") {
  for (int i = 0; i < count; ++i) {
    v1::Case& one = *cases.Add();
    one.set_mission(mission);
    one.set_fictitious(true);
    one.add_allegations()->set_subcategory(subcategory);
    v1::VictimGroup& victims = *one.add_victims();
    victims.set_age_class(age);
    victims.set_count(1);
  }
}

// The year 2013 as published: 66 = 19 + 37 + 7 + 3, 27% with a victim under 18.
CaseList Year2013() {
  CaseList cases;
  AddCases(cases, 19, "NATIONAL_STAFF", v1::VictimGroup::ADULT);
  AddCases(cases, 18, "CONTINGENT_MEMBER", v1::VictimGroup::CHILD);
  AddCases(cases, 19, "CONTINGENT_MEMBER", v1::VictimGroup::ADULT);
  AddCases(cases, 7, "FPU_MEMBER", v1::VictimGroup::UNKNOWN_AGE);
  AddCases(cases, 3, "UNKNOWN", v1::VictimGroup::ADULT);
  return cases;
}

TEST(PercentHalfUp, RoundsAsPublicationsDo) {
  EXPECT_EQ(PercentHalfUp(18, 66), 27);
  EXPECT_EQ(PercentHalfUp(17, 66), 26);
  EXPECT_EQ(PercentHalfUp(13, 51), 25);
  EXPECT_EQ(PercentHalfUp(1, 200), 1);
  EXPECT_EQ(PercentHalfUp(1, 201), 0);
  EXPECT_EQ(PercentHalfUp(5, 5), 100);
  EXPECT_EQ(PercentHalfUp(0, 0), 0);
}

TEST(Tally, GivesThePublishedTableOf2013) {
  const Tally tally = TallyByCategory(Year2013(), Categories());
  EXPECT_EQ(ToCsv(TallyTable(tally, "category")),
            "category,allegations,with_minor,share,fictitious\n"
            "civilian,19,0,0%,19\n"
            "military,37,18,49%,37\n"
            "police,7,0,0%,7\n"
            "other,3,0,0%,3\n"
            "total,66,18,27%,66\n");
}

TEST(Tally, ByMissionIsMostFirstWithTheCountry) {
  CaseList cases;
  AddCases(cases, 1, "NATIONAL_STAFF", v1::VictimGroup::ADULT, "missions/UNMIL");
  AddCases(cases, 2, "FPU_MEMBER", v1::VictimGroup::CHILD, "missions/MONUSCO");
  google::protobuf::RepeatedPtrField<v1::Mission> missions;
  v1::Mission& liberia = *missions.Add();
  liberia.set_name("missions/UNMIL");
  liberia.set_country("Liberia");
  missions.Add()->set_name("missions/MONUSCO");
  EXPECT_EQ(ToCsv(TallyTable(TallyByMission(cases, Categories(), missions), "mission")),
            "mission,allegations,with_minor,share,fictitious\n"
            "MONUSCO,2,2,100%,2\n"
            "UNMIL (Liberia),1,0,0%,1\n"
            "total,3,2,67%,3\n");
}

TEST(Tally, EachAllegationOfACaseCounts) {
  CaseList cases;
  AddCases(cases, 1, "NATIONAL_STAFF", v1::VictimGroup::CHILD);
  cases[0].add_allegations()->set_subcategory("CONTINGENT_MEMBER");
  const Tally tally = TallyByCategory(cases, Categories());
  EXPECT_EQ(tally.total.allegations, 2);
  EXPECT_EQ(tally.total.with_minor, 2);
}

TEST(Tally, SaysWhatItLeavesOut) {
  CaseList cases;
  AddCases(cases, 2, "NATIONAL_STAFF", v1::VictimGroup::ADULT);
  AddCases(cases, 1, "NON_UN_FORCE_MEMBER", v1::VictimGroup::ADULT);
  AddCases(cases, 1, "NO_SUCH_CODE", v1::VictimGroup::ADULT);
  cases[0].mutable_allegations(0)->set_state(v1::Allegation::DUPLICATE);
  const Tally tally = TallyByCategory(cases, Categories());
  EXPECT_EQ(tally.total.allegations, 1);
  EXPECT_EQ(tally.without_group, 2);
  EXPECT_EQ(tally.duplicates, 1);
  EXPECT_THAT(
      TallyNotes(tally, 2013),
      ElementsAre(testing::HasSubstr("the 1 allegations"), testing::HasSubstr("FICTITIOUS: 1 of 1"),
                  testing::HasSubstr("2 of personnel"), testing::HasSubstr("1 duplicates")));
}

}  // namespace
}  // namespace probity::cli
