#include "services/cases/report_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/timestamp.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_codes.h"

namespace probity::cases {
namespace {

using test::IsOk;
using test::Refused;

v1::Report OrdinaryReport() {
  v1::Report report;
  report.set_mission("missions/UNMIL");
  report.set_channel(v1::HOTLINE);
  *report.mutable_became_aware_time() = ToTimestamp(test::TestNow() - absl::Hours(30));
  report.mutable_reporter()->set_kind(v1::Reporter::WITNESS);
  report.set_incident_from("2026-02");
  report.set_incident_country("LBR");
  report.set_narrative("A truck of the mission was seen\nat the market.");
  v1::ReportedSubject& subject = *report.add_subjects();
  subject.set_role(v1::PERPETRATOR);
  subject.set_subcategory("INTERNATIONAL_STAFF");
  subject.mutable_placeholder()->set_unit("Transport section");
  report.add_misconduct_types("THEFT");
  v1::VictimGroup& victims = *report.add_victims();
  victims.set_age_class(v1::VictimGroup::ADULT);
  victims.set_gender(v1::FEMALE);
  victims.set_count(1);
  report.add_external_references("OIOS/2026/0007");
  return report;
}

class ReportRules : public testing::Test {
 protected:
  absl::Status Check() const { return CheckReport(report_, codes_, test::TestNow()); }
  v1::ReportedSubject& subject() { return *report_.mutable_subjects(0); }

  const core::Codes codes_ = test::TestCodes();
  v1::Report report_ = OrdinaryReport();
};

TEST_F(ReportRules, AnOrdinaryOnePasses) { EXPECT_THAT(Check(), IsOk()); }

TEST_F(ReportRules, WhatIsNotKnownMayBeLeftOut) {
  report_.clear_reporter();
  report_.clear_incident_from();
  report_.clear_incident_country();
  report_.clear_narrative();
  report_.clear_victims();
  subject().mutable_placeholder()->Clear();
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(ReportRules, AMissionIsNamed) {
  report_.clear_mission();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "mission"));
  report_.set_mission("UNMIL");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission"));
  report_.set_mission("missions/un mil");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission"));
}

TEST_F(ReportRules, AChannelIsNamed) {
  report_.clear_channel();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "channel"));
  report_.set_channel(static_cast<v1::Channel>(99));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "channel"));
}

TEST_F(ReportRules, TheMomentOfReceiptIsPast) {
  report_.clear_became_aware_time();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "became_aware_time"));
  *report_.mutable_became_aware_time() = ToTimestamp(test::TestNow() + absl::Seconds(1));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "became_aware_time"));
  *report_.mutable_became_aware_time() = ToTimestamp(test::TestNow());
  EXPECT_THAT(Check(), IsOk());
  report_.mutable_became_aware_time()->set_nanos(-1);
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "became_aware_time"));
  report_.mutable_became_aware_time()->set_seconds(-99'999'999'999);
  report_.mutable_became_aware_time()->set_nanos(0);
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "became_aware_time"));
}

TEST_F(ReportRules, AnIncidentHasDaysThatCanBe) {
  for (const char* impossible :
       {"2026-02-30", "2026-13", "26", "yesterday", "2026-03-03", "2027"}) {
    report_.set_incident_from(impossible);
    EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "incident_from")) << impossible;
  }
  report_.set_incident_from("2026-02");
  report_.set_incident_to("2026-01");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "incident_to"));
  report_.set_incident_to("2026-02-11");
  EXPECT_THAT(Check(), IsOk());
  report_.clear_incident_from();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "incident_from"));
}

TEST_F(ReportRules, ACountryIsKnown) {
  report_.set_incident_country("ZZZ");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "incident_country"));
}

TEST_F(ReportRules, ANarrativeIsReadableAndNotTooLong) {
  report_.set_narrative(std::string(20'000, 'a'));
  EXPECT_THAT(Check(), IsOk());
  report_.set_narrative(std::string(20'001, 'a'));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_TOO_LONG, "narrative"));
  report_.set_narrative("a \xff b");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "narrative"));
  // U+202E turns the reading around.
  report_.set_narrative("said \xe2\x80\xae nothing");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "narrative"));
}

TEST_F(ReportRules, AnAnonymousReporterHasNoName) {
  report_.mutable_reporter()->set_kind(v1::Reporter::ANONYMOUS);
  EXPECT_THAT(Check(), IsOk());
  report_.mutable_reporter()->set_display_name("N.N.");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "reporter.display_name"));
  report_.mutable_reporter()->clear_kind();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "reporter.kind"));
}

TEST_F(ReportRules, ThereAreOneToFiftySubjects) {
  for (int i = 1; i < 50; ++i) *report_.add_subjects() = subject();
  EXPECT_THAT(Check(), IsOk());
  *report_.add_subjects() = subject();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_TOO_MANY, "subjects"));
  report_.clear_subjects();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "subjects"));
}

TEST_F(ReportRules, ASubjectIsSomebodyInARoleAndACategory) {
  subject().clear_who();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "subjects[0].placeholder"));
  subject().set_person("persons/short");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_NAME, "subjects[0].person"));
  subject().mutable_placeholder()->set_nationality("ZZZ");
  EXPECT_THAT(Check(),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "subjects[0].placeholder.nationality"));
  subject().mutable_placeholder()->set_nationality("XAA");
  subject().clear_role();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "subjects[0].role"));
  subject().set_role(v1::ACCOMPLICE);
  subject().set_subcategory("SOLDIER");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "subjects[0].subcategory"));
}

TEST_F(ReportRules, ANewPersonIsCheckedAsEveryPersonIs) {
  subject().mutable_new_person()->add_names()->set_full("");
  EXPECT_THAT(Check(),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "subjects[0].new_person.names[0].full"));
  subject().mutable_new_person()->mutable_names(0)->set_full("-?!");
  EXPECT_THAT(Check(),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "subjects[0].new_person.names[0].full"));
  subject().mutable_new_person()->mutable_names(0)->set_full("Amadou Traoré");
  subject().mutable_new_person()->add_dates_of_birth("1971-02-30");
  EXPECT_THAT(Check(),
              Refused(v1::ERROR_REASON_INVALID_DATE, "subjects[0].new_person.dates_of_birth[0]"));
}

TEST_F(ReportRules, NobodyIsBornAfterTheIncident) {
  subject().mutable_new_person()->add_names()->set_full("Amadou Traoré");
  subject().mutable_new_person()->add_dates_of_birth("1971-10-05");
  report_.set_incident_from("1971-10");
  EXPECT_THAT(Check(), IsOk());
  report_.set_incident_from("1971-10-04");
  EXPECT_THAT(Check(),
              Refused(v1::ERROR_REASON_INVALID_DATE, "subjects[0].new_person.dates_of_birth[0]"));
}

TEST_F(ReportRules, NobodyIsNamedTwice) {
  const std::string person = "persons/" + std::string(26, '0');
  subject().set_person(person);
  *report_.add_subjects() = subject();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "subjects[1].person"));
}

TEST_F(ReportRules, TypesAreKnownAndStandOnce) {
  report_.add_misconduct_types("ARSON");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "misconduct_types[1]"));
  report_.set_misconduct_types(1, "THEFT");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "misconduct_types[1]"));
  report_.clear_misconduct_types();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "misconduct_types"));
}

TEST_F(ReportRules, VictimsAreCountedByAgeAndGender) {
  v1::VictimGroup& victims = *report_.mutable_victims(0);
  *report_.add_victims() = victims;
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "victims[1]"));
  report_.mutable_victims(1)->set_age_class(v1::VictimGroup::CHILD);
  EXPECT_THAT(Check(), IsOk());
  report_.mutable_victims(1)->set_count(0);
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "victims[1].count"));
  report_.mutable_victims(1)->clear_gender();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "victims[1].gender"));
}

TEST_F(ReportRules, ExternalReferencesAreNotEmpty) {
  report_.add_external_references("");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "external_references[1]"));
}

TEST(Seriousness, FollowsTheTaxonomyAndTheSubjectsGrade) {
  v1::MisconductType type;
  type.set_family(v1::MisconductType::SH);
  type.set_legacy_category(2);
  type.set_escalates_at_p5(true);
  EXPECT_FALSE(IsSerious(type, /*p5_or_above=*/false));
  EXPECT_TRUE(IsSerious(type, /*p5_or_above=*/true));
  type.set_escalates_at_p5(false);
  EXPECT_FALSE(IsSerious(type, true));
  type.set_legacy_category(1);
  EXPECT_TRUE(IsSerious(type, false));
  type.set_legacy_category(0);
  type.set_serious(true);
  EXPECT_TRUE(IsSerious(type, false));
  type.set_serious(false);
  type.set_family(v1::MisconductType::SEA);
  EXPECT_TRUE(IsSerious(type, false));
}

TEST_F(ReportRules, DatesThatCannotBeAreRefused) {
  const auto aware = report_.became_aware_time();
  *report_.mutable_became_aware_time() =
      ToTimestamp(absl::FromCivil(absl::CivilDay(1944, 12, 31), absl::UTCTimeZone()));
  report_.clear_incident_from();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "became_aware_time"));
  *report_.mutable_became_aware_time() = aware;
  report_.set_incident_from("1944");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "incident_from"));
  report_.set_incident_from("1945");
  EXPECT_THAT(Check(), IsOk());

  const absl::Time now = test::TestNow();
  *report_.mutable_became_aware_time() = ToTimestamp(now - absl::Hours(48));
  report_.set_incident_from(absl::FormatCivilTime(absl::ToCivilDay(now, absl::UTCTimeZone())));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "incident_from"));
  // The day after, as the clocks of the mission have it.
  *report_.mutable_became_aware_time() = ToTimestamp(now - absl::Hours(24));
  EXPECT_THAT(Check(), IsOk());
}

}  // namespace
}  // namespace probity::cases
