// Promise 3: nothing is overwritten, and every version stays readable as of any past moment.
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

TEST_P(StoreContract, Promise3EveryVersionIsReadableAsOfItsTime) {
  const v1::Case first = RecordCase("UNMIL");
  const storage::Position then = Now();
  const absl::StatusOr<v1::Case> second = Retitle(first, "second version");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(GetCase(SeesAll(), first.name(), {.seq = then.seq})->narrative(), "what was seen");
  EXPECT_EQ(GetCase(SeesAll(), first.name())->narrative(), "second version");
  EXPECT_EQ(GetCase(SeesAll(), first.name(), {.seq = then.seq})->etag(), first.etag());
}

TEST_P(StoreContract, Promise3TheMomentMayBeGivenAsATime) {
  const storage::Caller early = Writer();
  const v1::Case first = RecordCase("UNMIL");
  ASSERT_THAT(Retitle(first, "second version"), IsOk());
  EXPECT_EQ(GetCase(SeesAll(), first.name(), {.time = early.now + absl::Seconds(1)})->narrative(),
            "what was seen");
  EXPECT_THAT(GetCase(SeesAll(), first.name(), {.time = early.now}),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_P(StoreContract, Promise3NoVersionIsClosedWithoutASuccessor) {
  v1::Case changing = RecordCase("UNMIL");
  for (int i = 0; i < 5; ++i) {
    const absl::StatusOr<v1::Case> next = Retitle(changing, absl::StrCat("version ", i));
    ASSERT_THAT(next, IsOk());
    changing = *next;
  }
  EXPECT_THAT(Integers("SELECT COUNT(*) FROM cases o WHERE o.to_seq IS NOT NULL AND NOT EXISTS "
                       "(SELECT 1 FROM cases n WHERE n.id = o.id AND n.from_seq = o.to_seq)"),
              testing::ElementsAre(0));
  EXPECT_THAT(Integers("SELECT COUNT(*) FROM cases WHERE to_seq IS NULL"), testing::ElementsAre(1));
}

TEST_P(StoreContract, AListOfThePastIsThatOfThen) {
  RecordCase("UNMIL");
  const storage::Position then = Now();
  RecordCase("UNMIL");
  EXPECT_EQ(ListNames(SeesAll(), 10, {.seq = then.seq}).size(), 1u);
  EXPECT_EQ(ListNames(SeesOnly("UNMIL"), 10, {.seq = then.seq}).size(), 1u);
  EXPECT_EQ(ListNames(SeesAll(), 10).size(), 2u);
}

TEST_P(StoreContract, TheClockSurvivesARestartAndNeverRunsBackwards) {
  RecordCase("UNMIL");
  const storage::Position before = Now();
  Restart();
  EXPECT_EQ(Now().seq, before.seq);
  storage::Caller late = Writer();
  late.now = absl::FromUnixSeconds(1);  // a server whose clock is wrong
  ASSERT_THAT(store().Write(late, v1::CreatePersonRequest(),
                            [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); }),
              IsOk());
  EXPECT_EQ(Now().seq, before.seq + 1);
  EXPECT_THAT(Integers("SELECT COUNT(*) FROM ledger a JOIN ledger b ON b.sequence = a.sequence + 1 "
                       "WHERE b.recorded_time < a.recorded_time"),
              testing::ElementsAre(0));
}

}  // namespace
}  // namespace probity::test
