#include "services/screening/index_projection.h"

#include <time.h>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/leaf.h"
#include "tests/services/screening/bench.h"
#include "tests/support/fake_clock.h"

namespace probity::screening {
namespace {

using test::Fails;
using test::IsOk;

constexpr sql::StatementText kLastLeaf = {
    .file = __FILE__,
    .line = __LINE__,
    .name = "last_leaf",
    .now = "SELECT leaf FROM ledger ORDER BY leaf_index DESC LIMIT 1",
    .as_of = ""};
constexpr sql::StatementText kPutLastLeaf = {
    .file = __FILE__,
    .line = __LINE__,
    .name = "put_last_leaf",
    .now = "UPDATE ledger SET leaf = :leaf WHERE leaf_index = (SELECT MAX(leaf_index) FROM ledger)",
    .as_of = ""};

class Projection : public Bench {
 protected:
  int64_t size() { return index().Snapshot()->index->size(); }
  storage::Position RegisterPosition() {
    storage::Position position;
    EXPECT_THAT(store().Read(storage::Viewer::System(), {},
                             [&](const storage::ReadTx& tx) {
                               position = tx.position();
                               return absl::OkStatus();
                             }),
                IsOk());
    return position;
  }
  // The last leaf becomes another one, behind the back of everybody.
  void ChangeLastLeaf(absl::FunctionRef<void(ledger::WriteLeaf&)> change) {
    const auto body = [&](sql::Session& session) -> absl::Status {
      ledger::WriteLeaf leaf;
      PROBITY_RETURN_IF_ERROR(
          session.Query(kLastLeaf, sql::Plan::kNow, {}, [&](const sql::Row& row) -> absl::Status {
            PROBITY_ASSIGN_OR_RETURN(leaf, ledger::DecodeWriteLeaf(row.bytes(0)));
            return absl::OkStatus();
          }));
      change(leaf);
      const std::string bytes = ledger::Encode(leaf);
      return session.Execute(kPutLastLeaf, {{"leaf", sql::Blob{bytes}}}).status();
    };
    EXPECT_THAT(
        reg().reg().writer().Run({.body = body, .committed = [] {}}, absl::InfiniteFuture()),
        IsOk());
  }
  // A commit about a record that the register cannot read.
  storage::Commit Unreadable() {
    return {.position = RegisterPosition(),
            .leaf_index = store().Status()->ledger_leaves,
            .recorded = absl::UnixEpoch(),
            .touched = {{.kind = v1::KIND_SCREENING_RECORD, .name = "no name"}}};
  }
};

TEST_F(Projection, HoldsExactlyWhoHasALiveRecordAndWhoIsListed) {
  AddPerson("Grace Toe", "1991-07-08");
  EXPECT_EQ(size(), 0);
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_EQ(size(), 1);
  const v1::ScreeningRecord second = AddRecord(person, Class::F_ADMINISTRATIVE_ONLY);
  EXPECT_EQ(size(), 1);
  const v1::ExternalRecord listed = AddExternal("Osman Warsame", "1970-05-06");
  EXPECT_EQ(size(), 2);

  v1::ScreeningRecord first = RecordOf(person);
  for (const auto status : {Class::DISPUTED, Class::SUSPENDED, Class::VOIDED}) {
    first.set_status(status);
    Update(first);
    first = RecordOf(person);
    EXPECT_EQ(size(), 2);
  }
  v1::ScreeningRecord expired = second;
  expired.set_status(Class::EXPIRED);
  Update(expired);
  EXPECT_EQ(size(), 1);
  v1::ExternalRecord delisted = listed;
  delisted.set_status(v1::ExternalRecord::DELISTED);
  Update(delisted);
  EXPECT_EQ(size(), 0);
  first.set_status(Class::ACTIVE);
  Update(first);
  EXPECT_EQ(size(), 1);
}

TEST_F(Projection, FollowsARecordToAnotherPerson) {
  const v1::Person wrong = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  const v1::Person right = AddPerson("Jeanne Ilunga", "1985-01-02");
  v1::ScreeningRecord record = RecordOf(wrong);
  record.set_person(right.name());
  Update(record);
  EXPECT_EQ(size(), 1);
  EXPECT_EQ(Screen(Candidate("Musa Kamara", "1980-03-04"))->decision(), v1::CLEARED);
  EXPECT_EQ(Screen(Candidate("Jeanne Ilunga", "1985-01-02"))->decision(), v1::HOLD);
}

TEST_F(Projection, FollowsAPersonsNewName) {
  v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  person.add_names()->set_full("Ibrahim Diallo");
  Update(person);
  EXPECT_EQ(Screen(Candidate("Ibrahim Diallo", "1980-03-04"))->decision(), v1::HOLD);
}

TEST_F(Projection, BuiltAtTheStartIsWhatFollowingMade) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  AddExternal("Osman Warsame", "1970-05-06");
  const v1::Screening before = *Screen(Candidate("Moussa Camara", "1980-03-04"));
  Restart();
  EXPECT_EQ(size(), 2);
  const v1::Screening after = *Screen(Candidate("Moussa Camara", "1980-03-04"));
  ASSERT_EQ(MatchesOf(before).size(), 1u);
  ASSERT_EQ(MatchesOf(after).size(), 1u);
  EXPECT_EQ(MatchesOf(before)[0].subject_version(), MatchesOf(after)[0].subject_version());
  EXPECT_EQ(MatchesOf(before)[0].evidence().SerializeAsString(),
            MatchesOf(after)[0].evidence().SerializeAsString());
}

TEST_F(Projection, ShowsEveryAcknowledgedWrite) {
  EXPECT_EQ(index().Snapshot()->position.seq, RegisterPosition().seq);
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_EQ(index().Snapshot()->position.seq, RegisterPosition().seq);
  ASSERT_THAT(Screen(Candidate("Grace Toe", "1991-07-08")), IsOk());
  EXPECT_EQ(index().Snapshot()->position.seq, RegisterPosition().seq);
}

TEST_F(Projection, APictureStaysAsItIsWhileSomebodyHoldsIt) {
  const IndexSnapshot held = *index().Snapshot();
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_EQ(held.index->size(), 0);
  EXPECT_EQ(size(), 1);
}

TEST_F(Projection, Promise6AnIndexThatCouldNotFollowClearsNobodyUntilItHasCaughtUp) {
  ASSERT_TRUE(index().fresh());
  index().OnCommit(Unreadable());
  EXPECT_FALSE(index().fresh());
  EXPECT_THAT(Screen(Candidate("Grace Toe", "1991-07-08")),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
  // The ledger tells what was really written.
  ASSERT_THAT(index().CatchUp(), IsOk());
  EXPECT_THAT(Screen(Candidate("Grace Toe", "1991-07-08")), IsOk());
}

TEST_F(Projection, CatchesUpByTheLedgerWithWhatNobodyToldIt) {
  const v1::Person gone = OnRecord("Kofi Annorbah", "1972-02-03", Class::A_BARRED);
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  v1::ScreeningRecord record = RecordOf(gone);
  record.set_status(Class::VOIDED);
  Update(record);
  const v1::Person person = OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  AddRecord(person, Class::F_ADMINISTRATIVE_ONLY);
  AddExternal("Osman Warsame", "1970-05-06");
  EXPECT_EQ(other.Snapshot()->index->size(), 1);
  ASSERT_THAT(other.CatchUp(), IsOk());
  EXPECT_EQ(other.Snapshot()->index->size(), 2);
  EXPECT_EQ(other.Snapshot()->position.seq, RegisterPosition().seq);
  const IndexSnapshot before = *other.Snapshot();
  ASSERT_THAT(other.CatchUp(), IsOk());
  EXPECT_EQ(other.Snapshot()->index, before.index);
}

TEST_F(Projection, CatchesUpWithMoreThanOneStepOfTheLedger) {
  constexpr int kPersons = 45;  // Two leaves each.
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  for (int i = 0; i < kPersons; ++i) {
    OnRecord(absl::StrCat("Musa Kamara ", i), "1980-03-04", Class::A_BARRED);
  }
  ASSERT_THAT(other.CatchUp(), IsOk());
  EXPECT_EQ(other.Snapshot()->index->size(), kPersons);
  EXPECT_EQ(other.Snapshot()->position.seq, RegisterPosition().seq);
}

TEST_F(Projection, Promise6AStepOfCatchingUpMendsNothingBeforeAllStepsAreDone) {
  constexpr int kPersons = 15;  // Two leaves each, and twenty a step.
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  other.OnCommit(Unreadable());
  for (int i = 0; i < kPersons; ++i) {
    OnRecord(absl::StrCat("Musa Kamara ", i), "1980-03-04", Class::A_BARRED);
  }
  std::vector<std::string> resources = {"no name"};
  const auto exchange = [&](ledger::WriteLeaf& leaf) { std::swap(leaf.resources, resources); };
  ChangeLastLeaf(exchange);
  const absl::Status stopped = other.CatchUp();
  EXPECT_THAT(stopped, testing::Not(IsOk()));
  EXPECT_THAT(stopped, testing::Not(test::FailsWith(absl::StatusCode::kDataLoss)))
      << "which would be the end of it";
  EXPECT_FALSE(other.fresh());
  ChangeLastLeaf(exchange);
  EXPECT_THAT(other.CatchUp(), IsOk());
  EXPECT_EQ(other.Snapshot()->index->size(), kPersons);
}

// What is read for it has two seconds of the clock that it was given, which are over at once as
// long as that clock is behind the register's.
TEST_F(Projection, Promise6AnIndexThatCannotReadInTimeIsStaleUntilItCan) {
  test::FakeClock late(absl::UnixEpoch());
  IndexProjection other(store(), *matching::Model::BuiltIn(), late);
  ASSERT_THAT(other.Build(), IsOk()) << "which takes the time that it needs";
  store().AddListener(other);
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_THAT(other.Snapshot(),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
  EXPECT_THAT(other.CatchUp(),
              Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_FALSE(other.fresh());
  late.Advance(absl::Hours(24 * 365 * 1000));
  EXPECT_THAT(other.CatchUp(), IsOk());
  EXPECT_TRUE(other.fresh());
  EXPECT_EQ(other.Snapshot()->index->size(), 1);
  Restart();  // Forgets the listener.
}

// The writing thread has answered nobody of its batch yet.
TEST_F(Projection, Promise6AStaleIndexHoldsUpNoWriterAndMissesNothingThatWasWrittenMeanwhile) {
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  other.OnCommit(Unreadable());
  store().AddListener(other);
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_FALSE(other.fresh()) << "a commit reads nothing for it";
  // One that comes after what CatchUp has read, and before it ends.
  other.OnCommit(Unreadable());
  ASSERT_THAT(other.CatchUp(), IsOk());
  EXPECT_FALSE(other.fresh());
  OnRecord("Grace Toe", "1991-07-08", Class::A_BARRED);
  ASSERT_THAT(other.CatchUp(), IsOk());
  EXPECT_TRUE(other.fresh());
  EXPECT_EQ(other.Snapshot()->index->size(), 2);
  Restart();  // Forgets the listener.
}

// As on a standby that lacked the last write, and has taken another one since it was promoted.
TEST_F(Projection, Promise6AnotherHistoryOfTheSameLengthIsTheEnd) {
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  ASSERT_THAT(other.CatchUp(), IsOk());
  ChangeLastLeaf([](ledger::WriteLeaf& leaf) { ++leaf.recorded_time_us; });
  for (int again = 0; again < 2; ++again) {
    EXPECT_THAT(other.CatchUp(), Fails(absl::StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED));
    EXPECT_THAT(other.Snapshot(),
                Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
  }
}

// Whichever way it came to the last leaf. The rows that the leaf commits to are others, and nothing
// else.
TEST_F(Projection, Promise6AnotherHistoryWithLeavesAtTheSamePlacesAndTimesIsTheEnd) {
  IndexProjection caught_up(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(caught_up.Build(), IsOk());
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  IndexProjection built(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(built.Build(), IsOk());
  for (IndexProjection* const same : {&index(), &caught_up, &built}) {
    ASSERT_THAT(same->CatchUp(), IsOk());
  }
  ChangeLastLeaf([](ledger::WriteLeaf& leaf) { leaf.row_commits.front().sha256[31] ^= 1; });
  for (IndexProjection* const other : {&index(), &caught_up, &built}) {
    EXPECT_THAT(other->CatchUp(),
                Fails(absl::StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED));
    EXPECT_THAT(other->Snapshot(),
                Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
  }
}

// The bound is kept by what has passed since the machine began: setting its clock back would let an
// index be believed for as long.
TEST(IndexFreshness, Promise6IsJudgedByATimeThatNobodySets) {
  const auto since_boot = [] {
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return absl::DurationFromTimespec(now);
  };
  const absl::Duration before = since_boot();
  const absl::Duration judged = Freshness().now();
  EXPECT_GE(judged, before);
  EXPECT_LE(judged, since_boot());
}

TEST_F(Projection, FillsAGapBeforeACommitThatItIsTold) {
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  store().AddListener(other);
  OnRecord("Jeanne Ilunga", "1985-01-02", Class::A_BARRED);
  EXPECT_EQ(other.Snapshot()->index->size(), 2);
  EXPECT_EQ(other.Snapshot()->position.seq, RegisterPosition().seq);
  Restart();  // Forgets the listener.
}

TEST_F(Projection, ShowsAtLeastWhatTheCallerKnowsOf) {
  IndexProjection other(store(), *matching::Model::BuiltIn(), clock());
  ASSERT_THAT(other.Build(), IsOk());
  OnRecord("Musa Kamara", "1980-03-04", Class::A_BARRED);
  EXPECT_EQ(other.SnapshotOf(std::nullopt)->index->size(), 0);
  EXPECT_EQ(other.SnapshotOf(RegisterPosition())->index->size(), 1);
}

TEST_F(Projection, Promise6AnIndexThatIsNotBuiltClearsNobody) {
  IndexProjection unbuilt(store(), *matching::Model::BuiltIn(), clock());
  EXPECT_THAT(unbuilt.Snapshot(),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
}

}  // namespace
}  // namespace probity::screening
