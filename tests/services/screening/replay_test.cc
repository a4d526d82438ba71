#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/services/screening/bench.h"
#include "tests/support/golden.h"

namespace probity::screening {
namespace {

using test::Fails;
using test::IsOk;

class Replay : public Bench {
 protected:
  absl::StatusOr<v1::ReplayScreeningResponse> Replayed(const v1::Screening& screening) {
    Call call = Requester();
    v1::ReplayScreeningRequest request;
    request.set_name(screening.name());
    return handlers().ReplayScreening(call, request);
  }
  void ExpectIdentical(const v1::Screening& screening) {
    const absl::StatusOr<v1::ReplayScreeningResponse> replay = Replayed(screening);
    ASSERT_THAT(replay, IsOk());
    EXPECT_TRUE(replay->identical());
    EXPECT_EQ(replay->stored().SerializeAsString(), replay->replayed().SerializeAsString());
  }
};

TEST_F(Replay, Promise9GivesTheSameBytesThoughTheRegisterHasMovedOn) {
  v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::ExternalRecord listed = AddExternal("Moussa Kamara", "1980-03-04");
  const v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  const v1::Screening cleared = *Screen(Candidate("Grace Toe", "1991-07-08"));
  const v1::Screening poor = *Screen(Candidate("Grace Toe", ""));

  v1::ScreeningRecord record = RecordOf(person);
  record.set_status(Class::VOIDED);
  Update(record);
  person.mutable_names(0)->set_full("Ibrahim Diallo");
  Update(person);
  v1::ExternalRecord delisted = listed;
  delisted.set_status(v1::ExternalRecord::DELISTED);
  delisted.mutable_names(0)->set_full("Nobody Else");
  Update(delisted);
  OnRecord("Grace Toe", "1991-07-08", Class::A_BARRED);

  ExpectIdentical(held);
  ExpectIdentical(cleared);
  ExpectIdentical(poor);
}

TEST_F(Replay, AppliesTheAdjudicationsOfThen) {
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  ASSERT_THAT(Confirm("ana", MatchesOf(held)[0]), IsOk());
  ExpectIdentical(held);
  ASSERT_THAT(Confirm("ben", MatchesOf(held)[0]), IsOk());
  v1::ScreeningRecord record = RecordOf(person);
  record.set_status(Class::VOIDED);
  Update(record);
  Restart();
  ASSERT_EQ(Again(held).decision(), v1::NOT_CLEARED);
  ExpectIdentical(held);
}

TEST_F(Replay, HasWhatASecondSearchFound) {
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::H_FALSE_CERTIFICATION);
  const v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  v1::Person second = OnRecord("Moussa Kamara", "1980-03-04", Class::A_BARRED);
  ASSERT_THAT(Reject("ana", MatchesOf(held)[0]), IsOk());
  ASSERT_EQ(MatchesOf(held).size(), 2u);
  second.mutable_names(0)->set_full("Ibrahim Diallo");
  Update(second);
  ExpectIdentical(held);
}

TEST_F(Replay, HasTheEvidenceOfTheMatcherThatDecidedLast) {
  OnRecord("Musa Kamara", "1980-03-04", Class::H_FALSE_CERTIFICATION);
  OnRecord("Moussa Kamara", "1980-03-04", Class::A_BARRED);
  v1::Screening held = *Screen(Candidate("Musa Kamara", "1980-03-04"));
  std::vector<v1::Match> matches = MatchesOf(held);
  ASSERT_EQ(matches.size(), 2u);
  // As a server before this one would have scored.
  held.set_matcher_version("another");
  ASSERT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) -> absl::Status {
                                    for (v1::Match match : matches) {
                                      match.set_total_millibits(1);
                                      match.mutable_evidence()->set_total_millibits(1);
                                      if (auto s = tx.matches().Update(match).status(); !s.ok()) {
                                        return s;
                                      }
                                    }
                                    return tx.screenings().Update(held).status();
                                  }),
              IsOk());
  EXPECT_THAT(Replayed(held),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_AVAILABLE_YET));
  matches = MatchesOf(held);
  const size_t weak = matches[0].record_class() == Class::H_FALSE_CERTIFICATION ? 0 : 1;
  ASSERT_THAT(Reject("ana", matches[weak]), IsOk());
  EXPECT_EQ(MatchesOf(held).size(), 2u);
  ExpectIdentical(held);
}

TEST_F(Replay, AppliesThePolicyOfThen) {
  OnRecord("Jeanne Ilunga", "1985-01-02", Class::H_FALSE_CERTIFICATION, Family::OTHER);
  const v1::Screening held = *Screen(Candidate("Jeanne Ilunga", "1985-01-02"));
  ASSERT_EQ(held.decision(), v1::HOLD);
  AddPolicy(absl::StrReplaceAll(
      test::ReadGolden("services/screening/policy/1.table"),
      {{"policy 1", "policy 2"},
       {"record  H_FALSE_CERTIFICATION          any                 any        always    REFER   "
        "     RECORD_SANCTION",
        "record  H_FALSE_CERTIFICATION any any always CLEARED NO_RECORD"}}));
  const v1::Screening now = *Screen(Candidate("Jeanne Ilunga", "1985-01-02"));
  ASSERT_EQ(now.decision(), v1::CLEARED);
  ASSERT_NE(now.policy_version(), held.policy_version());
  ExpectIdentical(held);
  ExpectIdentical(now);
}

TEST_F(Replay, IsForWhoMaySeeTheScreening) {
  const v1::Screening cleared = *Screen(Candidate("Grace Toe", "1991-07-08"));
  Call stranger = Requester("mia", "organisations/MDS");
  v1::ReplayScreeningRequest request;
  request.set_name(cleared.name());
  EXPECT_THAT(handlers().ReplayScreening(stranger, request),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace probity::screening
