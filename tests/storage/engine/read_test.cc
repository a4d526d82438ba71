// Engine::Read: one snapshot, which ends in time, whether it works or waits.
#include <atomic>
#include <thread>

#include "proto/support/status_macros.h"
#include "tests/storage/engine/engine.h"

namespace probity::test {
namespace {

using ::testing::ElementsAre;

class EngineRead : public EngineContract {};

INSTANTIATE_TEST_SUITE_P(Engines, EngineRead, testing::ValuesIn(AllEngines()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(EngineRead, WhatWasWrittenIsThereAfterAnotherStart) {
  EXPECT_THAT(RunAll(*Open(), {EntryJob(1), EntryJob(2)}), ElementsAre(kOk, kOk));
  EXPECT_THAT(Entries(*Open()), ElementsAre(1, 2));
}

TEST_P(EngineRead, SeesOneSnapshotWhileTheWriterGoesOn) {
  const auto engine = Open();
  RunAll(*engine, {EntryJob(1)});
  EXPECT_THAT(engine->Read([&](sql::Session& session) {
    EXPECT_THAT(*Integers(session, kEntries), ElementsAre(1));
    // The reader is open: were it in the writer's way, this would not return.
    EXPECT_THAT(RunAll(*engine, {EntryJob(2)}), ElementsAre(kOk));
    engine->Maintain(sql::Pause::kIdle);
    EXPECT_THAT(*Integers(session, kEntries), ElementsAre(1));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_P(EngineRead, CannotWrite) {
  const auto engine = Open();
  EXPECT_THAT(engine->Read([](sql::Session& session) {
    return session.Execute(kAddTwin, {{"id", 1}}).status();
  }),
              FailsWith(absl::StatusCode::kInternal));
  EXPECT_THAT(engine->Read([](sql::Session& session) { return AddEntry(session, 1, "body"); }),
              FailsWith(absl::StatusCode::kInternal));
  EXPECT_FALSE(engine->stopped());
  EXPECT_THAT(Entries(*engine), ElementsAre());
}

TEST_P(EngineRead, MoreThreadsThanReadersReadAll) {
  const auto engine = Open();
  RunAll(*engine, {EntryJob(1)});
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) EXPECT_THAT(Entries(*engine), ElementsAre(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

const auto kTooLate =
    Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED);

constexpr auto kCountForEver = MakeStatement(
    "count_for_ever",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n");

// One reader. Its clock moves by a millisecond each time somebody looks at it.
class EngineReadDeadline : public EngineContract {
 protected:
  EngineReadDeadline()
      : engine_(
            Open({.readers = 1, .counts_rows = false, .now = [this] { return After(looks_++); }})) {
    // Connects, for which there is time.
    EXPECT_THAT(engine_->Read([](sql::Session&) { return absl::OkStatus(); }), IsOk());
  }
  static absl::Time After(int64_t milliseconds) {
    return absl::FromUnixSeconds(2'000'000'000) + absl::Milliseconds(milliseconds);
  }
  static absl::Status Query(sql::Session& session, const sql::StatementText& statement) {
    return session.Query(statement, sql::Plan::kNow, {},
                         [](const sql::Row&) { return absl::OkStatus(); });
  }

  std::atomic<int64_t> looks_ = 0;
  const std::unique_ptr<sql::Engine> engine_;
};

INSTANTIATE_TEST_SUITE_P(Engines, EngineReadDeadline, testing::ValuesIn(AllEngines()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(EngineReadDeadline, AStatementThatDoesNotEndIsEnded) {
  EXPECT_THAT(
      engine_->Read(After(50), [](sql::Session& session) { return Query(session, kCountForEver); }),
      kTooLate);
  EXPECT_FALSE(engine_->stopped());
  EXPECT_THAT(Integers(*engine_, kEntries), IsOk()) << "the reader is as good as before";
}

TEST_P(EngineReadDeadline, ManyShortStatementsEndToo) {
  int statements = 0;
  EXPECT_THAT(engine_->Read(After(90),
                            [&](sql::Session& session) {
                              while (true) {
                                PROBITY_RETURN_IF_ERROR(Query(session, kEntries));
                                ++statements;
                              }
                              return absl::OkStatus();
                            }),
              kTooLate);
  EXPECT_GT(statements, 10);
}

TEST_P(EngineReadDeadline, ALateDeadlineDoesNotKeepASnapshotForEver) {
  EXPECT_THAT(engine_->Read(After(3'600'000),
                            [](sql::Session& session) { return Query(session, kCountForEver); }),
              kTooLate);
  EXPECT_LT(looks_, GetParam().longest_read / absl::Milliseconds(1) + 100);
}

TEST_P(EngineReadDeadline, WhoWaitsForAReaderWaitsNoLongerThanItsDeadline) {
  EXPECT_THAT(engine_->Read([&](sql::Session& session) {
    PROBITY_RETURN_IF_ERROR(Query(session, kEntries));
    // The one reader is ours: without a bound this would wait for ever.
    EXPECT_THAT(engine_->Read(After(looks_ + 20), [](sql::Session&) { return absl::OkStatus(); }),
                kTooLate);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(EngineReadDeadline, ADeadlineThatHasPassedEndsAReadAtOnce) {
  looks_ = 1'000;
  EXPECT_THAT(
      engine_->Read(After(10), [](sql::Session& session) { return Query(session, kEntries); }),
      kTooLate);
  EXPECT_THAT(Integers(*engine_, kEntries), IsOk());
}

TEST_P(EngineReadDeadline, TheServersOwnReadsHaveNone) {
  looks_ = 1'000'000'000;
  EXPECT_THAT(engine_->Read([](sql::Session& session) { return Query(session, kEntries); }),
              IsOk());
}

}  // namespace
}  // namespace probity::test
