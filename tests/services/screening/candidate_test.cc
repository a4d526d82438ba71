#include "absl/strings/str_cat.h"
#include "services/screening/conversions.h"
#include "tests/services/screening/bench.h"

namespace probity::screening {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

class Candidates : public Bench {};

TEST_F(Candidates, WhoIsNotOnRecordIsCleared) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const absl::StatusOr<v1::Screening> answer = Screen(Candidate("Grace Toe", "1991-07-08"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::CLEARED);
  EXPECT_EQ(answer->reason_code(), v1::NO_RECORD);
  EXPECT_EQ(answer->disclosure_level(), v1::L1);
  EXPECT_EQ(answer->requester(), "rita");
  EXPECT_EQ(answer->decided_for(), "2026-03-02");
  EXPECT_EQ(answer->policy_version(), policies().current().version);
  EXPECT_EQ(answer->decided_position(), answer->register_position() + 1);
  EXPECT_TRUE(MatchesOf(*answer).empty());
}

TEST_F(Candidates, APossibleMatchIsHeldAndStoredWithItsEvidence) {
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const absl::StatusOr<v1::Screening> answer = Screen(Candidate("KAMARA, Moussa", "1980-03-04"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::HOLD);
  EXPECT_EQ(answer->reason_code(), v1::BEING_CHECKED);
  EXPECT_EQ(answer->contact(), "Conduct and Discipline Service, screening desk");
  const std::vector<v1::Match> matches = MatchesOf(*answer);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].person(), person.name());
  EXPECT_EQ(matches[0].state(), v1::Match::OPEN);
  EXPECT_EQ(matches[0].record_class(), Class::A_BARRED);
  EXPECT_GT(matches[0].subject_version(), 0);
  int32_t sum = 0;
  for (const v1::EvidenceLine& line : matches[0].evidence().lines()) sum += line.millibits();
  EXPECT_EQ(sum, matches[0].evidence().total_millibits());
}

TEST_F(Candidates, AnAnswerWithoutAMatchAddsThreeRowsToTheClocks) {
  const int64_t before = RowsOfScreening();
  ASSERT_THAT(Screen(Candidate("Grace Toe", "1991-07-08")), IsOk());
  EXPECT_EQ(RowsOfScreening() - before, 3);  // Entity, screening, leaf.
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const int64_t later = RowsOfScreening();
  ASSERT_THAT(Screen(Candidate("Musa Kamara", "1980-03-04")), IsOk());
  EXPECT_EQ(RowsOfScreening() - later, 5);
}

TEST_F(Candidates, TheSameRequestIdScreensOnce) {
  Call call = Requester();
  v1::ScreenCandidateRequest request = Asking(Candidate("Grace Toe", "1991-07-08"));
  request.set_request_id(call.request_id);
  const absl::StatusOr<v1::Screening> once = Await(handlers().ScreenCandidate(call, request));
  const absl::StatusOr<v1::Screening> twice = Await(handlers().ScreenCandidate(call, request));
  ASSERT_THAT(once, IsOk());
  ASSERT_THAT(twice, IsOk());
  EXPECT_EQ(once->name(), twice->name());
}

TEST_F(Candidates, Promise6TooLittleIdentityIsNeverCleared) {
  const absl::StatusOr<v1::Screening> answer = Screen(Candidate("Grace Toe", ""));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::UNABLE_TO_SCREEN);
  EXPECT_EQ(answer->reason_code(), v1::INSUFFICIENT_IDENTITY);
  v1::Candidate with_number = Candidate("Grace Toe", "");
  v1::Identifier& passport = *with_number.add_identifiers();
  passport.set_type(v1::Identifier::PASSPORT);
  passport.set_issuer("LBR");
  passport.set_value("L1234567");
  EXPECT_EQ(Screen(with_number)->decision(), v1::CLEARED);
}

// Promise 6.
TEST_F(Candidates, Promise6ADateThatSaysNothingIsNone) {
  EXPECT_EQ(Screen(Candidate("Grace Toe", "1970..1979"))->decision(), v1::CLEARED);
  EXPECT_EQ(Screen(Candidate("Grace Toe", "1930..2010"))->decision(), v1::UNABLE_TO_SCREEN);
}

// Promise 6.
TEST_F(Candidates, Promise6ANameThatCannotBeReadWholeIsNeverCleared) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  std::string padded;
  for (int i = 0; i < 32; ++i) absl::StrAppend(&padded, std::string(2, 'a' + i % 26), "w ");
  EXPECT_THAT(Screen(Candidate(padded + "Musa Kamara", "1980-03-04")),
              Refused(v1::ERROR_REASON_TOO_LONG, "candidate.names[0].full"));
  // Each part passes, but not all together.
  v1::Candidate parted = Candidate("Musa Kamara", "1980-03-04");
  parted.mutable_names(0)->set_given(padded);
  EXPECT_NE(Screen(parted)->decision(), v1::CLEARED);
}

TEST_F(Candidates, NobodySearchesForACallerWhoHasGone) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const int64_t rows = RowsOfScreening();
  Call call = Requester();
  call.cancelled = [] { return true; };
  EXPECT_THAT(
      Await(handlers().ScreenCandidate(call, Asking(Candidate("Musa Kamara", "1980-03-04")))),
      Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_EQ(RowsOfScreening(), rows);
}

// Promise 6.
TEST_F(Candidates, Promise6AScriptThatTheEngineCannotCompareIsNeverCleared) {
  const absl::StatusOr<v1::Screening> answer =
      Screen(Candidate("\u13a0\u13b9\u13f0", "1991-07-08"));  // Cherokee
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::UNABLE_TO_SCREEN);
}

TEST_F(Candidates, Promise6ASearchThatCannotBeCompletedIsNeverCleared) {
  for (int i = 0; i < 130; ++i) {
    OnRecord("Mohamed Kamara", "1980-03-04", Class::H_FALSE_CERTIFICATION);
  }
  const absl::StatusOr<v1::Screening> answer = Screen(Candidate("Mohamed Kamara", "1980-03-04"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::HOLD);
  const std::vector<v1::Match> matches = MatchesOf(*answer);
  EXPECT_EQ(matches.size(), 100u);
  for (const v1::Match& match : matches) {
    ASSERT_THAT(Reject("ana", match), IsOk());
  }
  EXPECT_EQ(Again(*answer).decision(), v1::UNABLE_TO_SCREEN);
}

TEST_F(Candidates, Promise8WhatWouldBeClearedLeavesNoTrace) {
  OnRecord("Musa Kamara", "1980-03-04", Class::E_PENDING_SERVING, Family::OTHER);
  OnRecord("Jeanne Ilunga", "1985-01-02", Class::F_ADMINISTRATIVE_ONLY, Family::OTHER);
  AddPerson("Sekou Toure", "1979-09-09");
  for (const auto& [name, birth] :
       {std::pair("Musa Kamara", "1980-03-04"), std::pair("Jeanne Ilunga", "1985-01-02"),
        std::pair("Sekou Toure", "1979-09-09")}) {
    const absl::StatusOr<v1::Screening> answer = Screen(Candidate(name, birth));
    ASSERT_THAT(answer, IsOk());
    v1::Screening cleared = *Screen(Candidate("Grace Toe", "1991-07-08"));
    EXPECT_EQ(answer->decision(), v1::CLEARED) << name;
    EXPECT_EQ(answer->reason_code(), cleared.reason_code());
    EXPECT_EQ(answer->contact(), cleared.contact());
    EXPECT_TRUE(MatchesOf(*answer).empty());
  }
}

// No clock: the work of the search and the rows of the answer.
TEST_F(Candidates, Promise8AnAllegationThatCameToNothingCostsAnAnswerNothing) {
  for (int i = 0; i < 20; ++i) {
    OnRecord(absl::StrCat("Musa Kamara", std::string(1, 'a' + i)), "1970-01-02", Class::A_BARRED);
  }
  const v1::Candidate candidate = Candidate("Musa Kamara", "1980-03-04");
  const auto search = [&] { return index().Snapshot()->index->Search(ToIdentity(candidate), {}); };
  const matching::SearchResult of_stranger = search();
  ASSERT_GT(of_stranger.postings_read, 0);
  int64_t rows = RowsOfScreening();
  ASSERT_THAT(Screen(candidate), IsOk());
  const int64_t rows_of_stranger = RowsOfScreening() - rows;

  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::E_PENDING_SERVING);
  EXPECT_GT(search().subjects_scored, of_stranger.subjects_scored);
  v1::ScreeningRecord record = RecordOf(person);
  record.set_status(Class::EXPIRED);
  Update(record);
  EXPECT_EQ(search().postings_read, of_stranger.postings_read);
  EXPECT_EQ(search().subjects_scored, of_stranger.subjects_scored);
  rows = RowsOfScreening();
  ASSERT_THAT(Screen(candidate), IsOk());
  EXPECT_EQ(RowsOfScreening() - rows, rows_of_stranger);
}

TEST_F(Candidates, AListIsAskedOnlyIfTheAgreementNamesIt) {
  AddExternal("Osman Warsame", "1970-05-06");
  AddExternal("Petro Danylenko", "1971-05-06", "ELSEWHERE");
  EXPECT_EQ(Screen(Candidate("Osman Warsame", "1970-05-06"))->decision(), v1::HOLD);
  EXPECT_EQ(Screen(Candidate("Petro Danylenko", "1971-05-06"))->decision(), v1::CLEARED);
}

TEST_F(Candidates, TheRequesterIsToldNoMoreThanTheAgreementSays) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  Call call = Requester("mia", "organisations/MDS");
  v1::ScreenCandidateRequest request = Asking(Candidate("Musa Kamara", "1980-03-04"), "BARE");
  const absl::StatusOr<v1::Screening> held = Await(handlers().ScreenCandidate(call, request));
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->decision(), v1::HOLD);
  EXPECT_EQ(held->reason_code(), v1::REASON_CODE_UNSPECIFIED);
  EXPECT_EQ(held->contact(), "");
  EXPECT_EQ(held->disclosures_size(), 0);
}

TEST_F(Candidates, APurposeWithoutADecisionGetsNone) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  Call call = Requester("uma", "organisations/UNV");
  v1::ScreenCandidateRequest request = Asking(Candidate("Musa Kamara", "1980-03-04"), "FULL");
  request.set_purpose(v1::REQUESTED_BY_SUBJECT);
  const absl::StatusOr<v1::Screening> answer = Await(handlers().ScreenCandidate(call, request));
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->decision(), v1::DECISION_UNSPECIFIED);
  EXPECT_TRUE(MatchesOf(*answer).empty());
}

TEST_F(Candidates, WhatIsWrongIsRefusedAtItsField) {
  EXPECT_THAT(Screen(v1::Candidate()), Refused(v1::ERROR_REASON_MISSING_FIELD, "candidate.names"));
  EXPECT_THAT(Screen(Candidate("...", "1991-07-08")),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "candidate.names[0].full"));
  EXPECT_THAT(Screen(Candidate("Grace Toe", "1991-02-30")),
              Refused(v1::ERROR_REASON_INVALID_DATE, "candidate.dates_of_birth[0]"));
  Call call = Requester();
  v1::ScreenCandidateRequest request = Asking(Candidate("Grace Toe", "1991-07-08"));
  request.set_mission("missions/NOWHERE");
  EXPECT_THAT(Await(handlers().ScreenCandidate(call, request)),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission"));
  request.clear_mission();
  request.set_purpose(v1::AUDIT_PURPOSE);
  EXPECT_THAT(Await(handlers().ScreenCandidate(call, request)),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGREEMENT_DENIES));
}

TEST_F(Candidates, AreListedByADecisionThatThereIs) {
  Screen(Candidate("Grace Toe", "1991-07-08")).IgnoreError();
  Call call = Requester();
  v1::ListScreeningsRequest request;
  request.set_decision(v1::CLEARED);
  EXPECT_EQ(handlers().ListScreenings(call, request)->screenings_size(), 1);
  request.set_decision(static_cast<v1::Decision>(99));
  EXPECT_THAT(handlers().ListScreenings(call, request),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "decision"));
}

TEST_F(Candidates, AreListedNewestFirstForTheOrganisationThatAsked) {
  const v1::Screening first = *Screen(Candidate("Grace Toe", "1991-07-08"));
  const v1::Screening second = *Screen(Candidate("Grace Doe", "1991-07-08"));
  Call call = Requester("rob");
  v1::ListScreeningsRequest request;
  request.set_page_size(1);
  const absl::StatusOr<v1::ListScreeningsResponse> page = handlers().ListScreenings(call, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->screenings_size(), 1);
  EXPECT_EQ(page->screenings(0).name(), second.name());
  EXPECT_EQ(call.audited.rows, 1);
  request.set_page_token(page->next_page_token());
  EXPECT_EQ(handlers().ListScreenings(call, request)->screenings(0).name(), first.name());
  Call stranger = Requester("mia", "organisations/MDS");
  EXPECT_EQ(handlers().ListScreenings(stranger, {})->screenings_size(), 0);
  v1::GetScreeningRequest get;
  get.set_name(first.name());
  EXPECT_THAT(handlers().GetScreening(stranger, get),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace probity::screening
