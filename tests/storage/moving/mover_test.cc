#include "storage/moving/mover.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/person.pb.h"
#include "proto/support/status_macros.h"
#include "tests/storage/moving/side.h"
#include "tests/support/status_matchers.h"

namespace probity::moving {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

struct Move {
  std::string name;
  std::function<std::pair<std::unique_ptr<Side>, std::unique_ptr<Side>>()> make;
};

template <typename From, typename To>
Move MoveOf(const char* name) {
  return {name, [] {
            auto from = std::make_unique<From>();
            auto to = std::make_unique<To>(from->root_key());
            return std::pair<std::unique_ptr<Side>, std::unique_ptr<Side>>(std::move(from),
                                                                           std::move(to));
          }};
}

class MoverTest : public testing::TestWithParam<Move> {
 protected:
  void SetUp() override { std::tie(from_, to_) = GetParam().make(); }

  storage::Caller Writer() {
    return {.viewer = storage::Viewer::System(),
            .method = "test/Write",
            .request_id = absl::StrCat("request-", ++requests_),
            .now = absl::FromUnixSeconds(4'000'000'000 + requests_)};
  }
  static absl::StatusOr<v1::Case> Record(storage::Store& store, const storage::Caller& caller) {
    return store.Write(
        caller, v1::RecordAllegationRequest(),
        [&](storage::WriteTx& tx) -> absl::StatusOr<v1::Case> {
          v1::Person named;
          named.add_names()->set_full("Leyla Okafor");
          PROBITY_ASSIGN_OR_RETURN(const v1::Person person, tx.persons().Insert(named));
          v1::Case received;
          received.set_mission("missions/UNMIL");
          received.set_narrative("what was seen");
          PROBITY_ASSIGN_OR_RETURN(const std::string reference,
                                   tx.NextReference(received.mission(), 2014));
          received.set_reference(reference);
          PROBITY_ASSIGN_OR_RETURN(const v1::Case stored, tx.cases().Insert(received));
          v1::Allegation allegation;
          allegation.set_case_name(stored.name());
          allegation.set_person(person.name());
          PROBITY_RETURN_IF_ERROR(tx.allegations().Insert(allegation).status());
          return tx.cases().Get(stored.name());
        });
  }
  // Cases, one of them in three versions and walled off; reads and a window.
  void Fill(int cases) {
    storage::Store& store = from_->reg().store();
    for (int i = 0; i < cases; ++i) {
      ASSERT_THAT(Record(store, Writer()), IsOk());
    }
    absl::StatusOr<v1::Case> changed = Record(store, Writer());
    for (const char* narrative : {"seen otherwise", "seen again"}) {
      ASSERT_THAT(changed, IsOk());
      changed->set_narrative(narrative);
      changed = store.Write(Writer(), v1::RecordAllegationRequest(),
                            [&](storage::WriteTx& tx) { return tx.cases().Update(*changed); });
    }
    ASSERT_THAT(changed, IsOk());
    storage::Caller window = Writer();
    window.request_id.clear();
    ASSERT_THAT(
        store.WriteWindow(
            window, [&](storage::WriteTx& tx) { return tx.cases().Wall(changed->name(), "bo"); }),
        IsOk());
    LogAccess(store);
  }
  void LogAccess(storage::Store& store) {
    storage::AccessEntry entry;
    entry.caller = Writer();
    ASSERT_THAT(store.LogAccess(entry), IsOk());
  }
  absl::Status Run(absl::FunctionRef<absl::Status(const Progress&)> told) {
    PROBITY_ASSIGN_OR_RETURN(const assembly::Destination destination, to_->Prepare());
    return Mover(from_->reg(), destination).Run(told);
  }
  absl::Status Run() {
    return Run([](const Progress&) { return absl::OkStatus(); });
  }

  // All rows of a table, as text.
  static std::vector<std::string> Rows(sql::Engine& engine, const char* sql) {
    const sql::StatementText text = {
        .file = "test", .line = 1, .name = sql, .now = sql, .as_of = sql};
    static std::deque<sql::StatementText>* const kept = new std::deque<sql::StatementText>();
    kept->push_back(text);
    std::vector<std::string> rows;
    EXPECT_THAT(engine.Read([&](sql::Session& session) {
      return session.Query(kept->back(), sql::Plan::kNow, {}, [&rows](const sql::Row& row) {
        std::string all;
        for (int i = 0; i < row.columns(); ++i) {
          absl::StrAppend(&all, row.integer(i), "|", row.is_null(i), "|");
        }
        rows.push_back(all);
        return absl::OkStatus();
      });
    }),
                IsOk());
    return rows;
  }

  static storage::Position PositionOf(storage::Store& store) { return store.Status()->position; }

  std::unique_ptr<Side> from_, to_;
  int requests_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, MoverTest,
                         testing::Values(MoveOf<OnSqlite, OnPostgres>("SqliteToPostgres"),
                                         MoveOf<OnPostgres, OnSqlite>("PostgresToSqlite")),
                         [](const auto& move) { return move.param.name; });

TEST_P(MoverTest, MovesTheWholeRegister) {
  Fill(5);
  const char* const kTables[] = {
      "SELECT id, kind FROM entities ORDER BY id",
      "SELECT leaf_index, sequence, recorded_time FROM ledger ORDER BY leaf_index",
      "SELECT instance, leaf_index, recorded_time FROM access_log ORDER BY instance, leaf_index",
      "SELECT id, from_seq, to_seq, case_name FROM walls ORDER BY id, from_seq",
      "SELECT id, from_seq, to_seq FROM cases ORDER BY id, from_seq",
      "SELECT epoch, sequence, leaves, recorded_time FROM clock",
      "SELECT development, created_time FROM register"};
  std::vector<std::vector<std::string>> before;
  for (const char* table : kTables) before.push_back(Rows(from_->reg().engine(), table));
  std::vector<Phase> phases;
  ASSERT_THAT(Run([&](const Progress& progress) {
                if (phases.empty() || phases.back() != progress.phase)
                  phases.push_back(progress.phase);
                EXPECT_LE(progress.leaves, progress.total);
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_THAT(phases, ElementsAre(Phase::kCopying, Phase::kVerifying, Phase::kAnswering,
                                  Phase::kFinishing, Phase::kMoved));
  const auto moved = to_->Open();
  ASSERT_THAT(moved, IsOk());
  for (size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(Rows((*moved)->engine(), kTables[i]), before[i]) << kTables[i];
  }
}

TEST_P(MoverTest, TheOldPlaceIsNoRegisterAnyMore) {
  Fill(1);
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(Record(from_->reg().store(), Writer()),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_REGISTER_MOVING));
  from_->Close();
  EXPECT_EQ(from_->Open().status().code(), StatusCode::kNotFound);
}

TEST_P(MoverTest, TheNewPlaceGoesOnWhereTheOldOneEnded) {
  Fill(3);
  const storage::Caller first = Writer();
  const absl::StatusOr<v1::Case> recorded = Record(from_->reg().store(), first);
  ASSERT_THAT(recorded, IsOk());
  const storage::Position position = PositionOf(from_->reg().store());
  ASSERT_THAT(Run(), IsOk());
  const auto moved = to_->Open();
  ASSERT_THAT(moved, IsOk());
  storage::Store& store = (*moved)->store();
  EXPECT_EQ(PositionOf(store).epoch, position.epoch);
  const absl::StatusOr<v1::Case> repeated = Record(store, first);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->SerializeAsString(), recorded->SerializeAsString());
  const absl::StatusOr<v1::Case> next = Record(store, Writer());
  ASSERT_THAT(next, IsOk());
  EXPECT_NE(next->reference(), recorded->reference());
  EXPECT_EQ(PositionOf(store).seq, position.seq + 1);
}

TEST_P(MoverTest, GoesOnWhereItStopped) {
  Fill(150);
  int windows = 0;
  EXPECT_EQ(Run([&](const Progress&) -> absl::Status {
              if (++windows == 1) return absl::OkStatus();
              return absl::CancelledError("the operator has gone");
            }).code(),
            StatusCode::kCancelled);
  ASSERT_THAT(Record(from_->reg().store(), Writer()), IsOk());
  const int64_t leaves = from_->reg().store().Status()->ledger_leaves;
  int64_t first = 0;
  ASSERT_THAT(Run([&](const Progress& progress) {
                if (first == 0) first = progress.leaves;
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_GT(first, 150) << "it began anew";
  EXPECT_EQ((*to_->Open())->store().Status()->ledger_leaves, leaves);
}

TEST_P(MoverTest, ReadsAreServedAllTheTimeAndWritesUntilTheLastStep) {
  Fill(5);
  storage::Store& store = from_->reg().store();
  std::map<Phase, bool> written;
  int64_t reads = 0;
  ASSERT_THAT(Run([&](const Progress& progress) {
                if (progress.phase == Phase::kMoved || written.count(progress.phase) != 0) {
                  return absl::OkStatus();
                }
                LogAccess(store);
                ++reads;
                const absl::StatusOr<v1::Case> answer = Record(store, Writer());
                written[progress.phase] = answer.ok();
                if (!answer.ok()) {
                  EXPECT_THAT(answer,
                              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_REGISTER_MOVING));
                }
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(reads, 4);
  EXPECT_TRUE(written[Phase::kCopying]);
  EXPECT_TRUE(written[Phase::kVerifying]);
  EXPECT_TRUE(written[Phase::kAnswering]);
  EXPECT_FALSE(written[Phase::kFinishing]);
  const auto moved = to_->Open();
  ASSERT_THAT(moved, IsOk());
  const char* const kTraces = "SELECT leaf_index FROM access_log ORDER BY leaf_index";
  EXPECT_EQ(Rows((*moved)->engine(), kTraces).size(), 5u);
  EXPECT_EQ(Rows((*moved)->engine(), "SELECT id FROM cases WHERE to_seq IS NULL").size(), 9u);
}

TEST_P(MoverTest, AnErrorLeavesTheOldRegisterAsItWas) {
  Fill(3);
  ASSERT_EQ(Run([](const Progress& progress) -> absl::Status {
              if (progress.phase != Phase::kFinishing) return absl::OkStatus();
              return absl::CancelledError("the operator has gone");
            }).code(),
            StatusCode::kCancelled);
  EXPECT_THAT(Record(from_->reg().store(), Writer()), IsOk());
  EXPECT_EQ(to_->Open().status().code(), StatusCode::kNotFound) << "two registers";
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(to_->Open().status(), IsOk());
}

TEST_P(MoverTest, AnotherRegisterIsNotWrittenOver) {
  Fill(1);
  {
    OnSqlite other;
    absl::StatusOr<assembly::Destination> destination = to_->Prepare();
    ASSERT_THAT(destination, IsOk());
    ASSERT_THAT(
        Mover(other.reg(), *destination).Run([](const Progress&) { return absl::OkStatus(); }),
        testing::Not(IsOk()))
        << "another root key";
  }
  EXPECT_THAT(Run(), Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
  EXPECT_THAT(Record(from_->reg().store(), Writer()), IsOk());
}

TEST_P(MoverTest, ARowThatIsNotWhatItsLeafSaysIsNotMoved) {
  Fill(2);
  static constexpr sql::StatementText kTamper = {
      .file = "test",
      .line = 1,
      .name = "tamper",
      .now =
          "UPDATE cases SET recorded_time = 1 WHERE from_seq = (SELECT max(from_seq) FROM cases)",
      .as_of = ""};
  ASSERT_THAT(
      from_->reg().writer().Run(
          {.body = [](sql::Session& session) { return session.Execute(kTamper, {}).status(); },
           .committed = [] {}},
          absl::InfiniteFuture()),
      IsOk());
  EXPECT_THAT(Run(), Fails(StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED));
  EXPECT_THAT(Record(from_->reg().store(), Writer()), IsOk());
}

}  // namespace
}  // namespace probity::moving
