// Links of subjects to persons, and what a separation does to pending matters.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cases/desk.h"

namespace probity::cases {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using test::Refused;
using testing::ElementsAre;
using testing::IsEmpty;
using A = v1::Allegation;
using R = v1::ScreeningRecord;
using S = v1::ServiceRecord;

class SubjectLinks : public Desk {
 protected:
  absl::StatusOr<v1::Case> Link(const v1::Case& report, const std::string& person,
                                int subject = 1) {
    auto call = Officer();
    v1::LinkSubjectRequest request;
    request.set_name(report.name());
    request.set_etag(report.etag());
    request.set_subject_number(subject);
    request.set_person(person);
    return Await(handlers_.LinkSubject(call, request));
  }
  absl::StatusOr<v1::Case> Unlink(const v1::Case& report, int subject = 1) {
    auto call = Officer();
    v1::UnlinkSubjectRequest request;
    request.set_name(report.name());
    request.set_etag(report.etag());
    request.set_subject_number(subject);
    request.set_reason("a namesake");
    request.mutable_placeholder()->set_unit("Transport section");
    return Await(handlers_.UnlinkSubject(call, request));
  }
  std::vector<std::string> Shown(const v1::Person& person) {
    std::vector<std::string> shown;
    for (const R& record : Records(person.name())) {
      shown.push_back(R::RecordClass_Name(record.record_class()).substr(0, 2) +
                      R::RecordStatus_Name(record.status()));
    }
    return shown;
  }
  absl::StatusOr<v1::Person> Separate(const v1::Person& person, S::SeparationReason reason,
                                      Call& call, const std::string& day = "2030-05-31") {
    v1::RecordSeparationRequest request;
    request.set_name(person.name());
    request.set_etag(person.etag());
    request.set_separated_on(day);
    request.set_separation_reason(reason);
    return Await(persons_.RecordSeparation(call, request));
  }
  // A report that an officer of UNMIL does not see.
  static v1::Report Elsewhere(const v1::Person& person) {
    v1::Report report = ReportOf("RAPE");
    report.set_mission("missions/MINUSCA");
    report.mutable_subjects(0)->set_person(person.name());
    return report;
  }
  // Says of the person what changes nothing.
  absl::StatusOr<v1::Person> EditFromUnmil(v1::Person person) {
    v1::UpdatePersonRequest request;
    person.set_place_of_birth("Monrovia");
    *request.mutable_person() = std::move(person);
    request.mutable_update_mask()->add_paths("place_of_birth");
    auto call = As("bo", {v1::CDT_OFFICER}).In("UNMIL");
    return Await(persons_.UpdatePerson(call, request));
  }

  const v1::Person person_ = NewPerson("Leyla Okafor");
};

TEST_F(SubjectLinks, APlaceholderIsResolvedInAllItsAllegations) {
  v1::Report report = ReportOf("RAPE");
  report.add_misconduct_types("BREAKING_CURFEW");
  *report.add_subjects() = report.subjects(0);
  const v1::Case recorded = Record(report);
  const auto linked = Link(recorded, person_.name());
  ASSERT_THAT(linked, IsOk());
  EXPECT_EQ(linked->allegations(0).person(), person_.name());
  EXPECT_FALSE(linked->allegations(0).has_placeholder());
  EXPECT_EQ(linked->allegations(1).person(), person_.name());
  EXPECT_EQ(linked->allegations(2).person(), "");
  EXPECT_EQ(linked->became_aware_time().seconds(), recorded.became_aware_time().seconds());
  EXPECT_EQ(linked->SerializeAsString(), Case(recorded.name()).SerializeAsString());
}

TEST_F(SubjectLinks, NobodyIsTwoSubjectsOfOneCase) {
  v1::Report report = ReportOf("RAPE");
  *report.add_subjects() = report.subjects(0);
  const v1::Case recorded = Record(report);
  const auto linked = Link(recorded, person_.name());
  ASSERT_THAT(linked, IsOk());
  EXPECT_THAT(Link(*linked, person_.name(), 2),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "person"));
}

TEST_F(SubjectLinks, OfTwoWhoChangeLinksOneIsTold) {
  const v1::Case recorded = Record(ReportOf("RAPE"));
  ASSERT_THAT(Link(recorded, person_.name()), IsOk());
  EXPECT_THAT(Unlink(recorded), Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
}

TEST_F(SubjectLinks, ALinkInErrorIsUndoneAndSaysWhy) {
  const auto linked = Link(Record(ReportOf("RAPE")), person_.name());
  ASSERT_THAT(linked, IsOk());
  const auto unlinked = Unlink(*linked);
  ASSERT_THAT(unlinked, IsOk());
  const A& a = unlinked->allegations(0);
  EXPECT_EQ(a.person(), "");
  EXPECT_EQ(a.placeholder().unit(), "Transport section");
  EXPECT_EQ(a.unlinkings(0).person(), person_.name());
  EXPECT_EQ(a.unlinkings(0).reason(), "a namesake");
  EXPECT_EQ(a.unlinkings(0).by(), "amina");
  EXPECT_THAT(Unlink(*unlinked), Fails(StatusCode::kFailedPrecondition,
                                       v1::ERROR_REASON_GUARD_NOT_MET, "subject_number"));
}

TEST_F(SubjectLinks, TheScreeningRecordFollowsTheLink) {
  const v1::Person other = NewPerson("Amadou Keita");
  const v1::Case recorded = Record(ReportOf("RAPE"));
  Bring(recorded.allegations(0), Stage::kRegistered);
  auto linked = Link(Case(recorded.name()), person_.name());
  ASSERT_THAT(linked, IsOk());
  EXPECT_THAT(Shown(person_), ElementsAre("E_ACTIVE"));
  const auto unlinked = Unlink(*linked);
  ASSERT_THAT(unlinked, IsOk());
  EXPECT_THAT(Shown(person_), ElementsAre("E_VOIDED"));
  ASSERT_THAT(Link(*unlinked, other.name()), IsOk());
  EXPECT_THAT(Shown(person_), ElementsAre("E_VOIDED"));
  EXPECT_THAT(Shown(other), ElementsAre("E_ACTIVE"));
}

TEST_F(SubjectLinks, ALinkIsNotReplacedWithoutSayingWhy) {
  const v1::Person other = NewPerson("Amadou Keita");
  const v1::Case recorded = RecordAgainst(person_.name(), "RAPE");
  Bring(recorded.allegations(0), Stage::kRegistered);
  EXPECT_THAT(
      Link(Case(recorded.name()), other.name()),
      Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "subject_number"));
  EXPECT_THAT(Shown(person_), ElementsAre("E_ACTIVE"));
  EXPECT_THAT(Shown(other), IsEmpty());
}

TEST_F(SubjectLinks, ALinkOfAPendingStepTakesItsProposalAway) {
  const v1::Case recorded = Record(ReportOf("RAPE"));
  const A assessed = Bring(recorded.allegations(0), Stage::kAssessed);
  auto request = For<v1::RegisterAllegationRequest>(assessed);
  request.set_would_breach_standards(true);
  request.set_victim_identifiable(true);
  auto chief = Chief();
  ASSERT_THAT(Await(handlers_.RegisterAllegation(chief, request)), IsOk());
  const v1::Case proposed = Case(recorded.name());
  ASSERT_TRUE(proposed.allegations(0).has_proposal());
  const auto linked = Link(proposed, person_.name());
  ASSERT_THAT(linked, IsOk());
  EXPECT_FALSE(linked->allegations(0).has_proposal());
}

TEST_F(SubjectLinks, OnceAFindingStandsTheSubjectStaysWhoHeIs) {
  const v1::Case recorded = RecordAgainst(person_.name(), "RAPE");
  A a = Bring(recorded.allegations(0), Stage::kConcluded);
  a = Find(a, v1::Finding::OUTCOME_SUBSTANTIATED);
  EXPECT_THAT(Unlink(Case(recorded.name())),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_FINDING_EXISTS));
  Close(Act(a, v1::Action::DISMISSAL));
  EXPECT_THAT(Unlink(Case(recorded.name())),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED));
  EXPECT_THAT(Shown(person_), ElementsAre("A_ACTIVE"));
}

TEST_F(SubjectLinks, ASubjectAndAPersonMustBeThere) {
  const v1::Case recorded = Record(ReportOf("RAPE"));
  EXPECT_THAT(Link(recorded, person_.name(), 2),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "subject_number"));
  EXPECT_THAT(Link(recorded, person_.name(), 0),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "subject_number"));
  EXPECT_THAT(Link(recorded, ""), Refused(v1::ERROR_REASON_MISSING_FIELD, "person"));
  EXPECT_THAT(Link(recorded, "persons/" + std::string(26, '0')),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND, "person"));
}

TEST_F(SubjectLinks, WhoLeavesWhileAMatterIsPendingIsMarked) {
  const A a = Bring(RecordAgainst(person_.name(), "RAPE").allegations(0), Stage::kReferred);
  auto call = Officer();
  ASSERT_THAT(Separate(person_, S::RESIGNATION_WHILE_INVESTIGATION_PENDING, call), IsOk());
  EXPECT_TRUE(Allegation(a.name()).left_while_pending());
  EXPECT_EQ(Allegation(a.name()).state(), A::REFERRED);
  EXPECT_THAT(Shown(person_), ElementsAre("D_ACTIVE"));
}

TEST_F(SubjectLinks, AnOrdinaryEndOfContractIsNone) {
  const A a = Bring(RecordAgainst(person_.name(), "RAPE").allegations(0), Stage::kReferred);
  auto call = Officer();
  ASSERT_THAT(Separate(person_, S::END_OF_CONTRACT, call), IsOk());
  EXPECT_FALSE(Allegation(a.name()).left_while_pending());
  EXPECT_THAT(Shown(person_), ElementsAre("E_ACTIVE"));
}

TEST_F(SubjectLinks, WhoLeftBeforeRegistrationIsMarkedWhenItIsRegistered) {
  const v1::Case recorded = RecordAgainst(person_.name(), "RAPE");
  auto call = Officer();
  ASSERT_THAT(Separate(person_, S::RESIGNATION_WHILE_INVESTIGATION_PENDING, call), IsOk());
  EXPECT_THAT(Shown(person_), IsEmpty());
  const A a = Bring(recorded.allegations(0), Stage::kRegistered);
  EXPECT_TRUE(a.left_while_pending());
  EXPECT_THAT(Shown(person_), ElementsAre("D_ACTIVE"));
}

TEST_F(SubjectLinks, ASeparationReachesMattersThatItsAuthorDoesNotSee) {
  const A hidden = Bring(Record(Elsewhere(person_)).allegations(0), Stage::kReferred);
  RecordAgainst(person_.name(), "RAPE");
  auto call = As("bo", {v1::CDT_OFFICER}).In("UNMIL");
  // After the matter was registered.
  ASSERT_THAT(Separate(person_, S::RESIGNATION_WHILE_DISCIPLINE_PENDING, call, "2030-06-03"),
              IsOk());
  EXPECT_THAT(Shown(person_), ElementsAre("D_ACTIVE"));
  EXPECT_TRUE(Allegation(hidden.name()).left_while_pending());
}

TEST_F(SubjectLinks, WhoLeftBeforeRegistrationStaysMarkedByAnEditFromElsewhere) {
  auto call = Officer();
  const auto separated =
      Separate(person_, S::RESIGNATION_WHILE_INVESTIGATION_PENDING, call, "2030-05-24");
  ASSERT_THAT(separated, IsOk());
  const A hidden = Bring(Record(Elsewhere(person_)).allegations(0), Stage::kReferred);
  ASSERT_THAT(Shown(person_), ElementsAre("D_ACTIVE"));
  RecordAgainst(person_.name(), "RAPE");
  ASSERT_THAT(EditFromUnmil(*separated), IsOk());
  EXPECT_THAT(Shown(person_), ElementsAre("D_ACTIVE"));
  EXPECT_TRUE(Allegation(hidden.name()).left_while_pending());
}

TEST_F(SubjectLinks, AMissionAddsToWhoSomebodyIsAndHeadquartersTakesAway) {
  const auto update = [&](Call& call, const v1::Person& person, const std::string& field) {
    v1::UpdatePersonRequest request;
    *request.mutable_person() = person;
    request.mutable_update_mask()->add_paths(field);
    return Await(persons_.UpdatePerson(call, request));
  };
  v1::Person person = person_;
  person.mutable_names(0)->set_full("Leila Okafor");
  auto before = Officer();
  // Nothing links yet: the maker corrects.
  auto corrected = update(before, person, "names");
  ASSERT_THAT(corrected, IsOk());
  RecordAgainst(person_.name(), "RAPE");

  person = *corrected;
  person.add_names()->set_full("Leyla Okafor");
  auto adding = Officer();
  const auto added = update(adding, person, "names");
  ASSERT_THAT(added, IsOk());
  person = *added;
  person.mutable_names()->DeleteSubrange(0, 1);
  auto officer = Officer();
  EXPECT_THAT(
      update(officer, person, "names"),
      Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED, "person.names"));
  person = *added;
  person.set_dates_of_birth(0, "1972-10-05");
  auto chief = Chief();
  EXPECT_THAT(update(chief, person, "dates_of_birth"),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED,
                    "person.dates_of_birth"));
  auto headquarters = Headquarters();
  EXPECT_THAT(update(headquarters, person, "dates_of_birth"), IsOk());
}

TEST_F(SubjectLinks, ABarKeepsTheEndOfItsMeasureWhenThePersonIsEditedFromElsewhere) {
  v1::Person old = person_;
  old.set_dates_of_birth(0, "1945-10-05");
  auto call = Officer();
  v1::UpdatePersonRequest request;
  *request.mutable_person() = old;
  request.mutable_update_mask()->add_paths("dates_of_birth");
  const auto born = Await(persons_.UpdatePerson(call, request));
  ASSERT_THAT(born, IsOk());
  const A hidden = Bring(Record(Elsewhere(person_)).allegations(0), Stage::kConcluded);
  Act(Find(hidden, v1::Finding::OUTCOME_SUBSTANTIATED), v1::Action::DISMISSAL);
  ASSERT_EQ(Records(person_.name())[0].expires_on(), "2040-06-01");
  RecordAgainst(person_.name(), "RAPE");
  ASSERT_THAT(EditFromUnmil(*born), IsOk());
  EXPECT_EQ(Records(person_.name())[0].expires_on(), "2040-06-01");
  EXPECT_THAT(Shown(person_), ElementsAre("A_ACTIVE"));
}

TEST_F(SubjectLinks, ANewDateOfBirthMovesTheEndOfABar) {
  A a = Bring(RecordAgainst(person_.name(), "RAPE").allegations(0), Stage::kConcluded);
  Act(Find(a, v1::Finding::OUTCOME_SUBSTANTIATED), v1::Action::DISMISSAL);
  EXPECT_EQ(Records(person_.name())[0].expires_on(), "2051-10-05");
  v1::UpdatePersonRequest request;
  *request.mutable_person() = person_;
  request.mutable_person()->set_dates_of_birth(0, "1981-10-05");
  request.mutable_update_mask()->add_paths("dates_of_birth");
  auto call = Headquarters();
  ASSERT_THAT(Await(persons_.UpdatePerson(call, request)), IsOk());
  EXPECT_EQ(Records(person_.name())[0].expires_on(), "2061-10-05");
}

}  // namespace
}  // namespace probity::cases
