// However a move ends, there is one register, and a start finds out where.
#include "storage/moving/hand_over.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/person.pb.h"
#include "storage/moving/mover.h"
#include "tests/storage/moving/interrupted.h"
#include "tests/storage/moving/side.h"
#include "tests/support/entries.h"
#include "tests/support/status_matchers.h"

namespace probity::moving {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const auto kRefused = Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_MOVING);

absl::Status Quietly(const Progress& /*told*/) { return absl::OkStatus(); }
absl::Status Lost() { return absl::UnavailableError("the answer was lost"); }

bool Marked(sql::Engine& engine) {
  static constexpr auto kEpoch = test::MakeStatement("epoch", "SELECT epoch FROM clock");
  return test::Integers(engine, kEpoch)->front() < 0;
}

std::vector<absl::Status> Answer(absl::Span<const sql::Job> jobs, const absl::Status& status) {
  return std::vector<absl::Status>(jobs.size(), status);
}

// The batch with `then` at the end of each of its jobs.
std::vector<absl::Status> RunWith(sql::Engine& engine, absl::Span<const sql::Job> jobs,
                                  const std::function<absl::Status()>& then) {
  std::vector<sql::Job> changed(jobs.begin(), jobs.end());
  for (sql::Job& job : changed) {
    job.body = [body = job.body, then](sql::Session& session) {
      const absl::Status status = body(session);
      return status.ok() ? then() : status;
    };
  }
  return engine.RunBatch(changed);
}

std::vector<absl::Status> AsItIs(sql::Engine& engine, absl::Span<const sql::Job> jobs) {
  return engine.RunBatch(jobs);
}

std::vector<absl::Status> BatchAndEnd(sql::Engine& engine, absl::Span<const sql::Job> jobs) {
  const std::vector<absl::Status> results = engine.RunBatch(jobs);
  raise(SIGKILL);
  return results;
}

// Of the source's jobs, the mark: then it is lost.
InterruptedRegister::RunJob OnlyTheFirst() {
  return [first = true](sql::Writer& writer, sql::Job job) mutable {
    if (!std::exchange(first, false)) return Lost();
    return writer.Run(std::move(job), absl::InfiniteFuture());
  };
}

struct Direction {
  std::string name;
  std::function<std::pair<std::unique_ptr<Side>, std::unique_ptr<Side>>()> make;
};

template <typename From, typename To>
Direction DirectionOf(const char* name) {
  return {name, [] {
            auto from = std::make_unique<From>();
            auto to = std::make_unique<To>(from->root_key());
            return std::pair<std::unique_ptr<Side>, std::unique_ptr<Side>>(std::move(from),
                                                                           std::move(to));
          }};
}

class HandOverTest : public testing::TestWithParam<Direction> {
 protected:
  using Batch = InterruptedEngine::Run;

  void SetUp() override {
    std::tie(from_, to_) = GetParam().make();
    ASSERT_THAT(Write(from_->reg().store()), IsOk());
  }

  static absl::Status Write(storage::Store& store) {
    const storage::Caller caller = {.viewer = storage::Viewer::System(),
                                    .method = "test/Call",
                                    .request_id = "",
                                    .now = absl::FromUnixSeconds(4'000'000'000)};
    return store.WriteWindow(
        caller, [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()).status(); });
  }

  // With `batch` in place of the one that makes the copy a register, and of all that follow at the
  // destination.
  absl::Status MoveFrom(assembly::Register& source, const Batch& batch) {
    absl::StatusOr<assembly::Destination> destination = to_->Prepare();
    if (!destination.ok()) return destination.status();
    copy_keys_ = &destination->engines.keys;
    bool reached = false;
    InterruptedEngine data(destination->engines.data,
                           [&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
                             reached = reached || Marked(source.engine());
                             return reached ? batch(engine, jobs) : engine.RunBatch(jobs);
                           });
    const assembly::Destination interrupted = {.holds = destination->holds,
                                               .engines = {data, destination->engines.keys},
                                               .assemble = destination->assemble};
    return Mover(source, interrupted).Run(Quietly);
  }
  absl::Status Move(const Batch& batch) { return MoveFrom(from_->reg(), batch); }
  absl::Status Move() { return Move(AsItIs); }
  // In a process of its own, which kills itself on the way.
  void MoveAndBeKilled(const Batch& batch) {
    from_->Close();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto source = from_->Open();
      if (source.ok()) (void)MoveFrom(**source, batch);
      _exit(1);
    }
    int how = 0;
    ASSERT_EQ(waitpid(child, &how, 0), child);
    EXPECT_TRUE(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL) << how;
  }

  // As a start does.
  absl::Status End() { return EndAt(*to_); }
  absl::Status EndAt(Side& there) {
    const absl::StatusOr<assembly::Destination> source = from_->Prepare();
    if (!source.ok()) return source.status();
    const absl::StatusOr<assembly::Destination> destination = there.Prepare();
    if (!destination.ok()) return destination.status();
    return EndMove(source->engines, destination->engines);
  }

  // Where a register can be opened; it takes writes there.
  std::vector<std::string> Registers() {
    from_->Close();
    std::vector<std::string> found;
    for (const auto& [name, side] : {std::pair("source", from_.get()), {"copy", to_.get()}}) {
      const auto opened = side->Open();
      if (!opened.ok()) continue;
      EXPECT_THAT(Write((*opened)->store()), IsOk()) << name;
      found.push_back(name);
    }
    return found;
  }

  std::unique_ptr<Side> from_;
  std::unique_ptr<Side> to_;
  sql::Engine* copy_keys_ = nullptr;  // While a move runs.
};

INSTANTIATE_TEST_SUITE_P(All, HandOverTest,
                         testing::Values(DirectionOf<OnSqlite, OnPostgres>("SqliteToPostgresql"),
                                         DirectionOf<OnPostgres, OnSqlite>("PostgresqlToSqlite")),
                         [](const auto& direction) { return direction.param.name; });

TEST_P(HandOverTest, KilledAfterTheMarkTheSourceIsTheRegister) {
  MoveAndBeKilled([](sql::Engine& /*engine*/, absl::Span<const sql::Job> jobs) {
    raise(SIGKILL);
    return Answer(jobs, Lost());
  });
  EXPECT_THAT(from_->Open(), kRefused);
  EXPECT_THAT(Registers(), IsEmpty());
  EXPECT_THAT(End(), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, KilledInTheCopysTransactionTheSourceIsTheRegister) {
  MoveAndBeKilled([](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
    return RunWith(engine, jobs, [] {
      raise(SIGKILL);
      return absl::OkStatus();
    });
  });
  EXPECT_THAT(Registers(), IsEmpty());
  EXPECT_THAT(End(), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, KilledAfterTheCopyGotItsRowTheCopyIsTheRegister) {
  MoveAndBeKilled(BatchAndEnd);
  EXPECT_THAT(from_->Open(), kRefused);
  EXPECT_THAT(Registers(), ElementsAre("copy"));
  EXPECT_THAT(End(), IsOk());
  EXPECT_EQ(from_->Open().status().code(), StatusCode::kNotFound);
  EXPECT_THAT(Registers(), ElementsAre("copy"));
}

TEST_P(HandOverTest, ARowThatWasRefusedLeavesTheSourceServing) {
  EXPECT_EQ(Move([](sql::Engine& /*engine*/, absl::Span<const sql::Job> jobs) {
              return Answer(jobs, absl::ResourceExhaustedError("the disk is low"));
            }).code(),
            StatusCode::kResourceExhausted);
  EXPECT_THAT(Write(from_->reg().store()), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, ADestinationThatWentBeforeTheRowLeavesTheSourceServing) {
  EXPECT_EQ(Move([](sql::Engine& /*engine*/, absl::Span<const sql::Job> jobs) {
              return Answer(jobs, Lost());
            }).code(),
            StatusCode::kUnavailable);
  EXPECT_THAT(Write(from_->reg().store()), IsOk());
  EXPECT_THAT(Move(), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("copy"));
}

TEST_P(HandOverTest, OfALostAnswerTheCopyTells) {
  bool first = true;
  EXPECT_THAT(Move([&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
                const std::vector<absl::Status> results = engine.RunBatch(jobs);
                return std::exchange(first, false) ? Answer(jobs, Lost()) : results;
              }),
              IsOk());
  EXPECT_THAT(Registers(), ElementsAre("copy"));
}

TEST_P(HandOverTest, OfALostRowTheCopyTells) {
  bool first = true;
  EXPECT_EQ(Move([&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
              if (!std::exchange(first, false)) return engine.RunBatch(jobs);
              return RunWith(engine, jobs, Lost);
            }).code(),
            StatusCode::kUnavailable);
  EXPECT_THAT(Write(from_->reg().store()), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

// Both ways in which the answer may have been lost.
TEST_P(HandOverTest, WhereTheCopyCannotBeAskedTheSourceTakesNothingUntilAStartAsks) {
  for (const bool given : {false, true}) {
    std::tie(from_, to_) = GetParam().make();
    bool first = true;
    EXPECT_TRUE(IsUndecided(Move([&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
      if (std::exchange(first, false))
        (void)(given ? engine.RunBatch(jobs) : RunWith(engine, jobs, Lost));
      return Answer(jobs, Lost());
    })));
    EXPECT_THAT(Write(from_->reg().store()),
                Fails(StatusCode::kUnavailable, v1::ERROR_REASON_REGISTER_MOVING));
    EXPECT_TRUE(IsUndecided(Move())) << "another move";
    from_->Close();
    EXPECT_THAT(from_->Open(), kRefused);
    EXPECT_THAT(End(), IsOk());
    EXPECT_THAT(Registers(), ElementsAre(given ? "copy" : "source"));
  }
}

TEST_P(HandOverTest, AMarkWhoseAnswerWasLostIsTakenAwayAgain) {
  int jobs = 0;
  InterruptedRegister source(from_->reg(), [&](sql::Writer& writer, sql::Job job) {
    const absl::Status status = writer.Run(std::move(job), absl::InfiniteFuture());
    return ++jobs == 1 ? Lost() : status;
  });
  EXPECT_EQ(MoveFrom(source, AsItIs).code(), StatusCode::kUnavailable);
  EXPECT_EQ(jobs, 2);
  EXPECT_THAT(Write(from_->reg().store()), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, WhereAMarkCannotBeTakenAwayAStartDoes) {
  int jobs = 0;
  InterruptedRegister source(from_->reg(), [&](sql::Writer& writer, sql::Job job) {
    if (++jobs == 1) (void)writer.Run(std::move(job), absl::InfiniteFuture());
    return Lost();
  });
  EXPECT_TRUE(IsUndecided(MoveFrom(source, AsItIs)));
  EXPECT_THAT(Registers(), IsEmpty());
  EXPECT_THAT(End(), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, TheSourceNeedNotEndForTheMoveToHaveEnded) {
  InterruptedRegister source(from_->reg(), OnlyTheFirst());
  EXPECT_THAT(MoveFrom(source, AsItIs), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("copy"));
  EXPECT_THAT(End(), IsOk()) << "the copy has more by now";
  EXPECT_EQ(from_->Open().status().code(), StatusCode::kNotFound);
}

TEST_P(HandOverTest, TheRegisterMovesBackToAPlaceThatDidNotEnd) {
  InterruptedRegister source(from_->reg(), OnlyTheFirst());
  ASSERT_THAT(MoveFrom(source, AsItIs), IsOk());
  from_->Close();
  {
    const auto copy = to_->Open();
    ASSERT_THAT(copy, IsOk());
    const auto back = from_->Prepare();
    ASSERT_THAT(back, IsOk());
    EXPECT_THAT(Mover(**copy, *back).Run(Quietly), IsOk());
  }
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, ACopyThatWasAskedBeforeItGotItsRowNeverGetsIt) {
  bool first = true;
  EXPECT_THAT(Move([&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
                if (std::exchange(first, false)) {
                  const auto moved = HasMoved({from_->reg().engine(), from_->reg().key_engine()},
                                              {engine, *copy_keys_});
                  EXPECT_THAT(moved, IsOk());
                  EXPECT_FALSE(moved.value_or(true));
                }
                return engine.RunBatch(jobs);
              }),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_IN_USE));
  EXPECT_THAT(Write(from_->reg().store()), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("source"));
}

TEST_P(HandOverTest, ACopyOfAnEarlierMoveIsNotAsked) {
  ASSERT_EQ(Move([](sql::Engine& /*engine*/, absl::Span<const sql::Job> jobs) {
              return Answer(jobs, absl::ResourceExhaustedError("the disk is low"));
            }).code(),
            StatusCode::kResourceExhausted);
  // Each move leaves a trace (services/admin).
  storage::AccessEntry trace;
  trace.caller.viewer = storage::Viewer::System();
  ASSERT_THAT(from_->reg().store().LogAccess(trace), IsOk());
  const std::unique_ptr<Side> earlier =
      std::exchange(to_, std::make_unique<OnSqlite>(from_->root_key()));
  MoveAndBeKilled(BatchAndEnd);
  EXPECT_EQ(EndAt(*earlier).code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(Registers(), ElementsAre("copy"));
  EXPECT_THAT(End(), IsOk());
  EXPECT_THAT(Registers(), ElementsAre("copy"));
}

TEST_P(HandOverTest, NothingButTheCopyIsAsked) {
  MoveAndBeKilled(BatchAndEnd);
  OnSqlite empty(from_->root_key());
  EXPECT_EQ(EndAt(empty).code(), StatusCode::kFailedPrecondition);
  OnSqlite another;
  another.Close();
  EXPECT_EQ(EndAt(another).code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(Registers(), ElementsAre("copy"));
  EXPECT_THAT(End(), IsOk());
}

// What a dead mover has sent PostgreSQL is done after its death.
TEST(HandOver, ACommitOnItsWayIsOverWhenTheCopyAnswers) {
  OnSqlite from;
  OnPostgres to(from.root_key());
  const auto destination = to.Prepare();
  const auto asked = to.Prepare();
  ASSERT_THAT(destination, IsOk());
  ASSERT_THAT(asked, IsOk());
  const assembly::Engines source = {from.reg().engine(), from.reg().key_engine()};
  absl::StatusOr<bool> answer = false;
  std::thread asker;
  InterruptedEngine data(
      destination->engines.data, [&](sql::Engine& engine, absl::Span<const sql::Job> jobs) {
        if (!Marked(source.data)) return engine.RunBatch(jobs);
        return RunWith(engine, jobs, [&] {
          if (asker.joinable()) return absl::OkStatus();
          asker = std::thread([&] { answer = HasMoved(source, asked->engines); });
          while (!to.SomebodyWaits()) std::this_thread::yield();
          return absl::OkStatus();
        });
      });
  EXPECT_THAT(Mover(from.reg(), {.holds = destination->holds,
                                 .engines = {data, destination->engines.keys},
                                 .assemble = destination->assemble})
                  .Run(Quietly),
              IsOk());
  ASSERT_TRUE(asker.joinable());
  asker.join();
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(*answer);
}

}  // namespace
}  // namespace probity::moving
