#include <deque>

#include "absl/strings/str_cat.h"
#include "tests/services/screening/bench.h"
#include "tests/support/access_log.h"

namespace probity::screening {
namespace {

using test::Fails;
using test::IsOk;

// Hands out what it was given, in windows; keeps what it gets.
class Rows final : public Source<v1::ScreenRollRequest>, public Sink<v1::ScreenRollResponse> {
 public:
  std::vector<v1::ScreenRollRequest> NextWindow(size_t limit) override {
    std::vector<v1::ScreenRollRequest> window;
    while (!rows.empty() && window.size() < limit) {
      window.push_back(std::move(rows.front()));
      rows.pop_front();
    }
    return window;
  }
  absl::Status Send(v1::ScreenRollResponse result) override {
    results.push_back(result);
    return absl::OkStatus();
  }
  std::deque<v1::ScreenRollRequest> rows;
  std::vector<v1::ScreenRollResponse> results;
};

class Rolls : public Bench {
 protected:
  v1::Roll MakeRoll() {
    Call call = Requester();
    v1::CreateRollRequest request;
    request.mutable_roll()->set_title("Rotation of March");
    request.mutable_roll()->set_agreement("agreements/DPO-RECRUITMENT");
    request.mutable_roll()->set_channel(v1::CONTINGENT_ROLL);
    request.mutable_roll()->set_purpose(v1::ROTATION);
    request.mutable_roll()->set_mission("missions/UNMIL");
    request.set_request_id(call.request_id);
    const absl::StatusOr<v1::Roll> roll = Await(handlers().CreateRoll(call, request));
    EXPECT_THAT(roll, IsOk());
    return roll.value_or(v1::Roll());
  }

  static v1::ScreenRollRequest Row(int number, const v1::Candidate& candidate) {
    v1::ScreenRollRequest row;
    row.set_row_number(number);
    *row.mutable_candidate() = candidate;
    return row;
  }
  static v1::ScreenRollRequest Row(int number, const std::string& name, const std::string& birth) {
    return Row(number, Candidate(name, birth));
  }

  absl::StatusOr<std::vector<v1::ScreenRollResponse>> Send(
      const v1::Roll& roll, const std::vector<v1::ScreenRollRequest>& rows) {
    Call call = Requester();
    call.request_id.clear();
    return handlers().ScreenRows(call, roll.name(), rows);
  }

  int64_t Leaves() { return store().Status()->ledger_leaves; }
};

TEST_F(Rolls, AnswersRowByRowAndCountsThem) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::Roll roll = MakeRoll();
  Rows stream;
  for (int i = 1; i <= 300; ++i) {
    stream.rows.push_back(
        Row(i, absl::StrCat("Grace Toe ", std::string(1, 'A' + i % 26)), "1991-07-08"));
  }
  stream.rows[0].set_roll(roll.name());
  stream.rows[7] = Row(8, "Moussa Kamara", "1980-03-04");
  stream.rows[8] = Row(9, "Grace Toe", "");
  stream.rows[9] = Row(10, "", "1991-07-08");
  const int64_t before = Leaves();
  Call call = Requester();
  ASSERT_THAT(handlers().ScreenRoll(call, stream, stream), IsOk());
  EXPECT_EQ(Leaves() - before, 2);  // Two windows, one write each.
  ASSERT_EQ(stream.results.size(), 300u);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(stream.results[i].row_number(), i + 1);
  EXPECT_EQ(stream.results[0].screening().decision(), v1::CLEARED);
  EXPECT_EQ(stream.results[0].screening().roll(), roll.name());
  EXPECT_EQ(stream.results[7].screening().decision(), v1::HOLD);
  EXPECT_EQ(stream.results[8].screening().decision(), v1::UNABLE_TO_SCREEN);
  EXPECT_EQ(stream.results[9].error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(stream.results[9].error().reason(), "MISSING_FIELD");
  EXPECT_EQ(stream.results[9].error().field(), "candidate.names[0].full");

  v1::GetRollRequest get;
  get.set_name(roll.name());
  const v1::RollSummary summary = handlers().GetRoll(call, get)->summary();
  EXPECT_EQ(summary.cleared(), 297);
  EXPECT_EQ(summary.hold(), 1);
  EXPECT_EQ(summary.unable_to_screen(), 1);
  EXPECT_EQ(summary.not_cleared(), 0);
}

TEST_F(Rolls, RowsAnsweredAgainLeaveOneEntryInTheAccessLog) {
  const v1::Roll roll = MakeRoll();
  const std::vector<v1::ScreenRollRequest> rows = {Row(1, "Grace Toe", "1991-07-08"),
                                                   Row(2, "Grace Doe", "1992-07-08")};
  ASSERT_THAT(Send(roll, rows), IsOk());
  EXPECT_TRUE(test::AccessLog(reg()).empty());
  ASSERT_THAT(Send(roll, rows), IsOk());
  const auto entries = test::AccessLog(reg());
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].principal, "rita");
  EXPECT_EQ(entries[0].resource, roll.name());
  EXPECT_EQ(entries[0].rows, 2);
}

TEST_F(Rolls, ARowSentAgainIsAnsweredAgainAndWrittenOnce) {
  const v1::Roll roll = MakeRoll();
  const std::vector<v1::ScreenRollRequest> rows = {Row(1, "Grace Toe", "1991-07-08"),
                                                   Row(2, "Grace Doe", "1992-07-08")};
  const auto first = *Send(roll, rows);
  const int64_t leaves = Leaves();
  Restart();
  const auto again = *Send(roll, rows);
  EXPECT_EQ(Leaves(), leaves);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_TRUE(again[0].repeated_row());
  EXPECT_FALSE(first[0].repeated_row());
  EXPECT_EQ(again[0].screening().name(), first[0].screening().name());
  EXPECT_EQ(again[1].screening().SerializeAsString(), first[1].screening().SerializeAsString());
}

TEST_F(Rolls, ResumesWithWhatIsMissing) {
  const v1::Roll roll = MakeRoll();
  ASSERT_THAT(Send(roll, {Row(1, "Grace Toe", "1991-07-08")}), IsOk());
  const auto rest =
      *Send(roll, {Row(1, "Grace Toe", "1991-07-08"), Row(2, "Grace Doe", "1992-07-08")});
  EXPECT_TRUE(rest[0].repeated_row());
  EXPECT_FALSE(rest[1].repeated_row());
  EXPECT_EQ(rest[1].screening().row_number(), 2);
}

TEST_F(Rolls, OtherContentReplacesAnAnswerOnlyWithSupersede) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::Roll roll = MakeRoll();
  const auto first = *Send(roll, {Row(1, "Moussa Kamara", "1980-03-04")});
  ASSERT_EQ(first[0].screening().decision(), v1::HOLD);

  const auto refused = *Send(roll, {Row(1, "Grace Toe", "1991-07-08")});
  EXPECT_EQ(refused[0].error().reason(), "ROW_ALREADY_SCREENED");

  v1::ScreenRollRequest row = Row(1, "Grace Toe", "1991-07-08");
  row.set_supersede(true);
  const auto superseded = *Send(roll, {row});
  EXPECT_EQ(superseded[0].screening().name(), first[0].screening().name());
  EXPECT_EQ(superseded[0].screening().decision(), v1::CLEARED);
  EXPECT_FALSE(superseded[0].repeated_row());
  const std::vector<v1::Match> matches = MatchesOf(first[0].screening());
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].state(), v1::Match::WITHDRAWN);
  EXPECT_THAT(Confirm("ana", matches[0]),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_ADJUDICATED));
}

TEST_F(Rolls, OtherContentReplacesAnError) {
  const v1::Roll roll = MakeRoll();
  EXPECT_TRUE((*Send(roll, {Row(1, "...", "1991-07-08")}))[0].has_error());
  EXPECT_EQ((*Send(roll, {Row(1, "Grace Toe", "1991-07-08")}))[0].screening().decision(),
            v1::CLEARED);
}

TEST_F(Rolls, ARowNumberMayComeTwiceInAWindow) {
  const v1::Roll roll = MakeRoll();
  v1::ScreenRollRequest other = Row(1, "Grace Doe", "1992-07-08");
  const auto results =
      *Send(roll, {Row(1, "Grace Toe", "1991-07-08"), Row(1, "Grace Toe", "1991-07-08"), other});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_FALSE(results[0].repeated_row());
  EXPECT_TRUE(results[1].repeated_row());
  EXPECT_EQ(results[2].error().reason(), "ROW_ALREADY_SCREENED");
}

TEST_F(Rolls, ABadRowNumberOrRollIsARowsError) {
  const v1::Roll roll = MakeRoll();
  v1::ScreenRollRequest stray = Row(3, "Grace Toe", "1991-07-08");
  stray.set_roll(MakeRoll().name());
  const auto results = *Send(roll, {Row(0, "Grace Toe", "1991-07-08"), stray});
  EXPECT_EQ(results[0].error().field(), "row_number");
  EXPECT_EQ(results[1].error().field(), "roll");
}

TEST_F(Rolls, BelongToTheOrganisationThatMadeThem) {
  const v1::Roll roll = MakeRoll();
  Call stranger = Requester("mia", "organisations/MDS");
  EXPECT_THAT(handlers().ScreenRows(stranger, roll.name(), {Row(1, "Grace Toe", "1991-07-08")}),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  Call adjudicator = Adjudicator("ana");
  EXPECT_THAT(handlers().ScreenRows(adjudicator, roll.name(), {Row(1, "Grace Toe", "1991-07-08")}),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGREEMENT_DENIES));
}

TEST_F(Rolls, Promise5AHiddenRollIsListedAsOneThatIsNot) {
  const v1::Roll roll = MakeRoll();
  v1::ListScreeningsRequest request;
  request.set_roll(roll.name());
  Call own = Requester("rob");
  EXPECT_THAT(handlers().ListScreenings(own, request), IsOk());
  Call stranger = Requester("mia", "organisations/MDS");
  const absl::Status hidden = handlers().ListScreenings(stranger, request).status();
  EXPECT_THAT(hidden, Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND, "roll"));
  request.set_roll("rolls/" + std::string(26, '0'));
  EXPECT_EQ(handlers().ListScreenings(stranger, request).status(), hidden);
}

TEST_F(Rolls, AreRefusedWhereTheAgreementDenies) {
  Call call = Requester();
  v1::CreateRollRequest request;
  request.mutable_roll()->set_title("Volunteers");
  request.mutable_roll()->set_agreement("agreements/DPO-RECRUITMENT");
  request.mutable_roll()->set_channel(v1::UNV);
  request.mutable_roll()->set_purpose(v1::VOLUNTEER_ASSIGNMENT);
  EXPECT_THAT(Await(handlers().CreateRoll(call, request)),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGREEMENT_DENIES));
}

TEST_F(Rolls, AStreamEndsWhenItsCallerLeaves) {
  const v1::Roll roll = MakeRoll();
  Rows stream;
  stream.rows.push_back(Row(1, "Grace Toe", "1991-07-08"));
  stream.rows[0].set_roll(roll.name());
  Call call = Requester();
  call.cancelled = [] { return true; };
  EXPECT_EQ(handlers().ScreenRoll(call, stream, stream).code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(stream.results.empty());
}

}  // namespace
}  // namespace probity::screening
