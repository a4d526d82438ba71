#include "tests/services/screening/bench.h"

namespace probity::screening {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

class Matches : public Bench {
 protected:
  // Held on a record of that class.
  v1::Screening Held(Class::RecordClass record_class, Family::Family family = Family::SEA,
                     const std::string& asked = "Musa Kamara") {
    OnRecord("Musa Kamara", "1980-03-04", record_class, family);
    const absl::StatusOr<v1::Screening> held = Screen(Candidate(asked, "1980-03-04"));
    EXPECT_THAT(held, IsOk());
    EXPECT_EQ(held->decision(), v1::HOLD);
    return *held;
  }
  v1::Match MatchOf(const v1::Screening& screening) { return MatchesOf(screening).at(0); }
  void RejectByTwo(const v1::Match& match) {
    const absl::StatusOr<v1::Match> proposed = Reject("ana", match);
    ASSERT_THAT(proposed, IsOk());
    ASSERT_EQ(Reject("ben", *proposed)->state(), v1::Match::REJECTED);
  }
};

TEST_F(Matches, Promise7NotClearedTakesTwoPeople) {
  const v1::Screening held = Held(Class::A_BARRED);
  const absl::StatusOr<v1::Match> proposed = Confirm("ana", MatchOf(held));
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), v1::Match::PROPOSED_CONFIRMED);
  EXPECT_EQ(proposed->first_adjudicator(), "ana");
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
  EXPECT_THAT(Confirm("ana", *proposed), Fails(absl::StatusCode::kFailedPrecondition,
                                               v1::ERROR_REASON_SECOND_PERSON_REQUIRED));

  const absl::StatusOr<v1::Match> confirmed = Confirm("ben", *proposed);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state(), v1::Match::CONFIRMED);
  EXPECT_EQ(confirmed->second_adjudicator(), "ben");
  const v1::Screening decided = Again(held);
  EXPECT_EQ(decided.decision(), v1::NOT_CLEARED);
  EXPECT_EQ(decided.reason_code(), v1::RECORD_BAR);
  EXPECT_EQ(decided.contact(), "missions/UNMIL");
  EXPECT_TRUE(decided.has_decided_time());
  EXPECT_NE(decided.etag(), held.etag());
  EXPECT_THAT(Confirm("cleo", *confirmed),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_ADJUDICATED));
}

TEST_F(Matches, AStrongMatchAgainstABarIsRejectedByTwo) {
  const v1::Screening held = Held(Class::A_BARRED);
  ASSERT_EQ(MatchOf(held).band(), v1::Match::STRONG);
  const absl::StatusOr<v1::Match> proposed = Reject("ana", MatchOf(held));
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), v1::Match::PROPOSED_REJECTED);
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
  EXPECT_THAT(Reject("ana", *proposed), Fails(absl::StatusCode::kFailedPrecondition,
                                              v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
  EXPECT_EQ(Reject("ben", *proposed)->state(), v1::Match::REJECTED);
  EXPECT_EQ(Again(held).decision(), v1::CLEARED);
}

TEST_F(Matches, OthersAreRejectedByOne) {
  const v1::Screening held = Held(Class::B_SANCTIONED);
  EXPECT_EQ(Reject("ana", MatchOf(held))->state(), v1::Match::REJECTED);
  EXPECT_EQ(Again(held).decision(), v1::CLEARED);
}

TEST_F(Matches, RecordsOfOtherClassesAreConfirmedByOne) {
  const v1::Screening held = Held(Class::H_FALSE_CERTIFICATION);
  EXPECT_EQ(Confirm("ana", MatchOf(held))->state(), v1::Match::CONFIRMED);
  EXPECT_EQ(Again(held).decision(), v1::REFER);
}

TEST_F(Matches, AListsRecordIsConfirmedByOneAndRefers) {
  AddExternal("Osman Warsame", "1970-05-06");
  const v1::Screening held = *Screen(Candidate("Osman Warsame", "1970-05-06"));
  EXPECT_EQ(Confirm("ana", MatchOf(held))->state(), v1::Match::CONFIRMED);
  EXPECT_EQ(Again(held).decision(), v1::REFER);
  EXPECT_EQ(Again(held).reason_code(), v1::EXTERNAL_RECORD);
}

TEST_F(Matches, TwoWhoDisagreeSettleNothing) {
  const v1::Screening held = Held(Class::A_BARRED);
  const absl::StatusOr<v1::Match> confirmed = Confirm("ana", MatchOf(held));
  const absl::StatusOr<v1::Match> rejected = Reject("ben", *confirmed);
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->state(), v1::Match::PROPOSED_REJECTED);
  EXPECT_EQ(rejected->first_adjudicator(), "ben");
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
}

TEST_F(Matches, NobodyAdjudicatesForTheirOwnOrganisation) {
  const v1::Screening held = Held(Class::A_BARRED);
  Call call = Requester("ana");
  call.viewer.adjudicates = true;
  v1::ConfirmMatchRequest request;
  request.set_name(MatchOf(held).name());
  request.set_etag(MatchOf(held).etag());
  EXPECT_THAT(handlers().ConfirmMatch(call, request),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
}

TEST_F(Matches, ARequesterSeesNone) {
  const v1::Screening held = Held(Class::A_BARRED);
  Call call = Requester();
  v1::GetMatchRequest request;
  request.set_name(MatchOf(held).name());
  EXPECT_THAT(handlers().GetMatch(call, request),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(handlers().ListMatches(call, {})->matches_size(), 0);
}

TEST_F(Matches, WaitInAQueueOldestFirst) {
  const v1::Screening first = Held(Class::A_BARRED);
  const v1::Screening second = *Screen(Candidate("Moussa Kamara", "1980-03-04"));
  ASSERT_THAT(Confirm("ana", MatchOf(first)), IsOk());
  Call call = Adjudicator("ana");
  v1::ListMatchesRequest request;
  request.set_page_size(1);
  const absl::StatusOr<v1::ListMatchesResponse> page = handlers().ListMatches(call, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->matches(0).screening(), first.name());
  request.set_page_token(page->next_page_token());
  EXPECT_EQ(handlers().ListMatches(call, request)->matches(0).screening(), second.name());
  v1::ListMatchesRequest of_one;
  of_one.set_screening(first.name());
  EXPECT_EQ(handlers().ListMatches(call, of_one)->matches_size(), 1);
  of_one.set_state(v1::Match::OPEN);
  EXPECT_EQ(handlers().ListMatches(call, of_one)->matches_size(), 0);
  ASSERT_THAT(Confirm("ben", MatchOf(first)), IsOk());
  v1::ListMatchesRequest confirmed;
  confirmed.set_state(v1::Match::CONFIRMED);
  EXPECT_EQ(handlers().ListMatches(call, confirmed)->matches_size(), 1);
  EXPECT_EQ(handlers().ListMatches(call, {})->matches_size(), 1);
  confirmed.set_state(static_cast<v1::Match::State>(99));
  EXPECT_THAT(handlers().ListMatches(call, confirmed),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "state"));
}

TEST_F(Matches, WhatIsWrongIsRefused) {
  const v1::Screening held = Held(Class::A_BARRED);
  v1::Match match = MatchOf(held);
  match.clear_etag();
  EXPECT_THAT(Confirm("ana", match), Refused(v1::ERROR_REASON_MISSING_FIELD, "etag"));
  match.set_etag("stale");
  EXPECT_THAT(Confirm("ana", match),
              Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
  Call call = Adjudicator("ana");
  v1::RejectMatchRequest request;
  request.set_name(match.name());
  EXPECT_THAT(handlers().RejectMatch(call, request),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "reason"));
  request.set_reason(v1::Match::OTHER_REASON);
  EXPECT_THAT(handlers().RejectMatch(call, request),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "note"));
}

TEST_F(Matches, Promise7AConfirmationByOneBecomesAProposalWhenTheRecordGrowsSerious) {
  const v1::Person person =
      OnRecord("Musa Kamara", "1980-03-04", Class::E_PENDING_SERVING, Family::SEA);
  AddExternal("Musa Kamara", "1980-03-04");
  const v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  std::vector<v1::Match> matches = MatchesOf(held);
  ASSERT_EQ(matches.size(), 2u);
  const bool first_is_person = !matches[0].person().empty();
  const v1::Match& serving = matches[first_is_person ? 0 : 1];
  const v1::Match& listed = matches[first_is_person ? 1 : 0];
  ASSERT_EQ(Confirm("ana", serving)->state(), v1::Match::CONFIRMED);

  v1::ScreeningRecord record = RecordOf(person);
  record.set_record_class(Class::A_BARRED);
  Update(record);
  ASSERT_EQ(Reject("ana", listed)->state(), v1::Match::REJECTED);
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
  matches = MatchesOf(held);
  const v1::Match& again = matches[first_is_person ? 0 : 1];
  EXPECT_EQ(again.state(), v1::Match::PROPOSED_CONFIRMED);
  ASSERT_THAT(Confirm("ben", again), IsOk());
  EXPECT_EQ(Again(held).decision(), v1::NOT_CLEARED);
}

TEST_F(Matches, ARecordThatIsVoidedBeforeTheVerdictBarsNobody) {
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  v1::ScreeningRecord record = RecordOf(person);
  record.set_status(Class::VOIDED);
  Update(record);
  ASSERT_THAT(Confirm("ana", MatchOf(held)), IsOk());
  ASSERT_THAT(Confirm("ben", MatchOf(held)), IsOk());
  EXPECT_EQ(Again(held).decision(), v1::CLEARED);
}

// Promise 6.
TEST_F(Matches, Promise6AReleaseSearchesAgainForWhoDidNotMatterThen) {
  const v1::Person second =
      OnRecord("Musa Kamara", "1980-03-04", Class::E_PENDING_SERVING, Family::OTHER);
  const v1::Screening held = Held(Class::A_BARRED);
  ASSERT_EQ(MatchesOf(held).size(), 1u);
  v1::ScreeningRecord record = RecordOf(second);
  record.set_record_class(Class::A_BARRED);
  Update(record);

  RejectByTwo(MatchOf(held));
  const v1::Screening again = Again(held);
  EXPECT_EQ(again.decision(), v1::HOLD);
  EXPECT_GT(again.register_position(), held.register_position());
  const std::vector<v1::Match> matches = MatchesOf(held);
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[1].person(), second.name());
  EXPECT_EQ(matches[1].state(), v1::Match::OPEN);
  EXPECT_EQ(matches[1].record_class(), Class::A_BARRED);
  RejectByTwo(matches[1]);
  EXPECT_EQ(Again(held).decision(), v1::CLEARED);
  EXPECT_EQ(MatchesOf(held).size(), 2u);
}

// Promise 6.
TEST_F(Matches, Promise6AReleaseSearchesAgainForWhoIsOnRecordSince) {
  const v1::Screening held = Held(Class::A_BARRED);
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  RejectByTwo(MatchOf(held));
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
  EXPECT_EQ(MatchesOf(held).size(), 2u);
}

// Promise 6.
TEST_F(Matches, Promise6ANoIsAboutTheEvidenceThatItWasSaidOf) {
  v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  v1::Candidate candidate = Candidate("Musa Kamara", "1980-03-04");
  v1::Identifier& passport = *candidate.add_identifiers();
  passport.set_type(v1::Identifier::PASSPORT);
  passport.set_issuer("LBR");
  passport.set_value("L7654321");
  const v1::Screening held = *Screen(candidate);
  *person.add_identifiers() = passport;
  Update(person);
  RejectByTwo(MatchOf(held));
  EXPECT_EQ(Again(held).decision(), v1::HOLD);
  const std::vector<v1::Match> matches = MatchesOf(held);
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[1].band(), v1::Match::EXACT_ID);
  EXPECT_EQ(matches[1].state(), v1::Match::OPEN);
}

}  // namespace
}  // namespace probity::screening
