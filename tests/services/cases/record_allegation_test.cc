#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cases/desk.h"

namespace probity::cases {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using test::Refused;
using A = v1::Allegation;

class RecordAllegation : public Desk {
 protected:
  absl::StatusOr<v1::Case> Try(const v1::Report& report) {
    auto call = Officer();
    return TryAs(call, report);
  }
  absl::StatusOr<v1::Case> TryAs(Call& call, const v1::Report& report) {
    v1::RecordAllegationRequest request;
    *request.mutable_report() = report;
    return Await(handlers_.RecordAllegation(call, request));
  }
};

TEST_F(RecordAllegation, AReportIsACaseWithAnAllegationForEachSubjectAndType) {
  v1::Report report = ReportOf("RAPE");
  report.add_misconduct_types("SEXUAL_HARASSMENT");
  *report.add_subjects() = report.subjects(0);
  report.mutable_subjects(1)->set_p5_or_above(true);
  const v1::Case recorded = Record(report);
  EXPECT_THAT(recorded.reference(), testing::MatchesRegex("PRB-2030-UNMIL-[0-9]{5}"));
  EXPECT_EQ(recorded.state(), A::RECEIVED);
  ASSERT_EQ(recorded.allegations_size(), 4);
  const auto shown = [](const A& a) {
    return absl::StrCat(a.subject_number(), " ", a.misconduct_type(), " ",
                        a.serious() ? "serious" : "minor");
  };
  EXPECT_EQ(shown(recorded.allegations(0)), "1 RAPE serious");
  EXPECT_EQ(shown(recorded.allegations(1)), "1 SEXUAL_HARASSMENT minor");
  EXPECT_EQ(shown(recorded.allegations(2)), "2 RAPE serious");
  // Category 1 when the subject is P-5 or above.
  EXPECT_EQ(shown(recorded.allegations(3)), "2 SEXUAL_HARASSMENT serious");
  EXPECT_EQ(recorded.SerializeAsString(), Case(recorded.name()).SerializeAsString());
}

TEST_F(RecordAllegation, TheYearOfTheReferenceIsThatOfReceipt) {
  v1::Report report = ReportOf("RAPE");
  report.mutable_became_aware_time()->set_seconds(1388534399);  // The last second of 2013.
  EXPECT_THAT(Record(report).reference(), testing::MatchesRegex("PRB-2013-UNMIL-[0-9]{5}"));
}

TEST_F(RecordAllegation, OneSubjectAndOneTypeWriteAtMostSixRows) {
  const v1::Person person = NewPerson("Leyla Okafor");
  Record(ReportOf("RAPE"));
  int64_t before = RowsWritten();
  Record(ReportOf("RAPE"));
  EXPECT_LE(RowsWritten() - before, 6);
  EXPECT_GT(RowsWritten(), before);
  before = RowsWritten();
  RecordAgainst(person.name(), "RAPE");
  EXPECT_LE(RowsWritten() - before, 6);
}

TEST_F(RecordAllegation, Promise2AWriteHappensOnceForOneRequestId) {
  v1::RecordAllegationRequest request;
  *request.mutable_report() = ReportOf("RAPE");
  auto call = Officer();
  const auto first = Await(handlers_.RecordAllegation(call, request));
  ASSERT_THAT(first, IsOk());
  const int64_t rows = Rows();
  const auto again = Await(handlers_.RecordAllegation(call, request));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Rows(), rows);
  request.mutable_report()->set_narrative("something else");
  EXPECT_THAT(Await(handlers_.RecordAllegation(call, request)),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(RecordAllegation, ADryRunWritesNothing) {
  const int64_t rows = Rows();
  v1::RecordAllegationRequest request;
  *request.mutable_report() = ReportOf("RAPE");
  request.set_validate_only(true);
  auto call = Officer();
  EXPECT_THAT(Await(handlers_.RecordAllegation(call, request)), IsOk());
  EXPECT_EQ(Rows(), rows);
}

TEST_F(RecordAllegation, AnUnknownMissionIsRefusedAndNothingIsHalfWritten) {
  v1::Report report = ReportOf("RAPE");
  report.mutable_subjects(0)->mutable_new_person()->add_names()->set_full("Leyla Okafor");
  report.set_mission("missions/UNKNOWN");
  const int64_t rows = Rows();
  EXPECT_THAT(Try(report), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "report.mission"));
  EXPECT_EQ(Rows(), rows);
}

TEST_F(RecordAllegation, AReportThatCannotBeIsRefusedAtItsField) {
  v1::Report report = ReportOf("RAPE");
  report.set_incident_from("2030-02-30");
  EXPECT_THAT(Try(report), Refused(v1::ERROR_REASON_INVALID_DATE, "report.incident_from"));
  report = ReportOf("ARSON");
  EXPECT_THAT(Try(report), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "report.misconduct_types[0]"));
}

TEST_F(RecordAllegation, NobodyRecordsForAMissionThatHeDoesNotSee) {
  auto call = Officer().In("MINUSCA");
  EXPECT_THAT(TryAs(call, ReportOf("RAPE")),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
  auto own = Officer().In("UNMIL");
  EXPECT_THAT(TryAs(own, ReportOf("RAPE")), IsOk());
}

TEST_F(RecordAllegation, ANewPersonIsStoredWithWhatTheServerSaysOfHim) {
  v1::Report report = ReportOf("RAPE");
  v1::Person& reported = *report.mutable_subjects(0)->mutable_new_person();
  reported.add_names()->set_full("Лейла Окафор");
  reported.set_status(v1::Person::IDENTIFIED);
  reported.set_creator("somebody else");
  const v1::Case recorded = Record(report);
  v1::GetPersonRequest request;
  request.set_name(recorded.allegations(0).person());
  auto call = Officer();
  const auto person = persons_.GetPerson(call, request);
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->status(), v1::Person::PARTIALLY_IDENTIFIED);
  EXPECT_EQ(person->names(0).script(), "Cyrl");
  EXPECT_EQ(person->creator(), "amina");
}

TEST_F(RecordAllegation, ANewPersonsServiceIsWithAKnownEntity) {
  v1::Report report = ReportOf("RAPE");
  v1::Person& reported = *report.mutable_subjects(0)->mutable_new_person();
  reported.add_names()->set_full("Leyla Okafor");
  v1::ServiceRecord& service = *reported.add_service_records();
  service.set_entity("missions/UNKNOWN");
  service.set_subcategory("INTERNATIONAL_STAFF");
  EXPECT_THAT(Try(report), Refused(v1::ERROR_REASON_UNKNOWN_CODE,
                                   "report.subjects[0].new_person.service_records[0].entity"));
}

TEST_F(RecordAllegation, Promise5AHiddenPersonAndOneWhoIsNotThereAreTheSameAnswer) {
  const v1::Person hidden = NewPerson("Leyla Okafor");
  v1::Report elsewhere = ReportOf("RAPE");
  elsewhere.set_mission("missions/MINUSCA");
  elsewhere.mutable_subjects(0)->set_person(hidden.name());
  Record(elsewhere);

  v1::Report report = ReportOf("RAPE");
  *report.add_subjects() = report.subjects(0);
  report.mutable_subjects(1)->set_person(hidden.name());
  auto call = As("bo", {v1::CDT_OFFICER}).In("UNMIL");
  const auto at_hidden = TryAs(call, report);
  EXPECT_THAT(at_hidden, Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                               "report.subjects[1].person"));
  report.mutable_subjects(1)->set_person("persons/" + std::string(26, '0'));
  auto other = As("bo", {v1::CDT_OFFICER}).In("UNMIL");
  EXPECT_EQ(TryAs(other, report).status(), at_hidden.status());
}

TEST_F(RecordAllegation, AReportAloneLeavesNoTraceInScreening) {
  const v1::Person person = NewPerson("Leyla Okafor");
  RecordAgainst(person.name(), "RAPE");
  EXPECT_THAT(Records(person.name()), testing::IsEmpty());
}

}  // namespace
}  // namespace probity::cases
