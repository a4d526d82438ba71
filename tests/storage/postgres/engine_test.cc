#include <thread>

#include "storage/postgres/pg_engine.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using ::testing::ElementsAre;

class PostgresEngine : public PostgresTest {};

TEST_F(PostgresEngine, WhatWasWrittenIsThereAfterAnotherStart) {
  EXPECT_THAT(Run(*Open(), {EntryJob(1), EntryJob(2)}), ElementsAre(kOk, kOk));
  EXPECT_THAT(Entries(*Open()), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, AFailingBodyTakesOnlyItsOwnRows) {
  auto engine = Open();
  std::vector<int> committed;
  std::vector<sql::Job> jobs = {EntryJob(1), EntryJob(1), EntryJob(2), EntryJob(3, ""),
                                EntryJob(4)};
  for (int i = 0; i < 5; ++i) jobs[i].committed = [&committed, i] { committed.push_back(i); };
  EXPECT_THAT(Run(*engine, jobs), ElementsAre(kOk, absl::StatusCode::kAlreadyExists, kOk,
                                              absl::StatusCode::kFailedPrecondition, kOk));
  EXPECT_THAT(committed, ElementsAre(0, 2, 4));
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2, 4));
}

TEST_F(PostgresEngine, AnErrorOfTheBodyItselfRollsBackWhatItWrote) {
  auto engine = Open();
  const sql::Job bad = JobOf([](sql::Session& session) {
    EXPECT_THAT(AddEntry(session, 9, "gone"), IsOk());
    return absl::PermissionDeniedError("not you");
  });
  EXPECT_THAT(Run(*engine, {bad}), ElementsAre(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Run(*engine, {bad, EntryJob(1)}),
              ElementsAre(absl::StatusCode::kPermissionDenied, kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1));
}

TEST_F(PostgresEngine, ADeferredConstraintThatFailsAtCommitTakesOnlyItsOwnJob) {
  auto engine = Open();
  const sql::Job orphan = JobOf([](sql::Session& session) {
    return session.Execute(kAddTwin, {{"id", 77}}).status();
  });
  EXPECT_THAT(Run(*engine, {EntryJob(1), orphan, EntryJob(2)}),
              ElementsAre(kOk, absl::StatusCode::kFailedPrecondition, kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, ABatchWithoutAFailureRunsEachBodyOnce) {
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&runs](sql::Session& session) {
    ++runs;
    return AddEntry(session, runs, "body");
  });
  EXPECT_THAT(Run(*engine, {job, job}), ElementsAre(kOk, kOk));
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresEngine, ABodyThatGoesOnAfterAnErrorIsNotAcknowledged) {
  auto engine = Open();
  absl::Status second;
  const sql::Job deaf = JobOf([&second](sql::Session& session) {
    EXPECT_THAT(AddEntry(session, 5, "body"), IsOk());
    second = AddEntry(session, 5, "again");
    return absl::OkStatus();
  });
  EXPECT_THAT(Run(*engine, {deaf}), ElementsAre(absl::StatusCode::kInternal));
  EXPECT_THAT(second, FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Run(*engine, {EntryJob(1), deaf, EntryJob(2)}),
              ElementsAre(kOk, absl::StatusCode::kInternal, kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

// What was sent ahead and fails is told where it belongs, when the body is run again.
TEST_F(PostgresEngine, ABodyIsToldOfAFailureWhereItIs) {
  auto engine = Open();
  Run(*engine, {EntryJob(1)});
  std::vector<absl::StatusCode> told;
  const sql::Job job = JobOf([&told](sql::Session& session) {
    absl::Status status = AddEntry(session, 1, "again");
    told.push_back(status.code());
    return status.ok() ? Integers(session, kEntries).status() : absl::OutOfRangeError("as told");
  });
  EXPECT_THAT(Run(*engine, {job}), ElementsAre(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(told, ElementsAre(kOk, absl::StatusCode::kAlreadyExists));
}

TEST_F(PostgresEngine, ManyWritesWithoutAReadGoThrough) {
  auto engine = Open();
  constexpr int kMany = 3000;
  EXPECT_THAT(Run(*engine, {JobOf([](sql::Session& session) {
                for (int i = 0; i < kMany; ++i) {
                  absl::Status status = AddEntry(session, i, std::string(1000, 'x'));
                  if (!status.ok()) return status;
                }
                return absl::OkStatus();
              })}),
              ElementsAre(kOk));
  EXPECT_EQ(Entries(*engine).size(), static_cast<size_t>(kMany));
}

TEST_F(PostgresEngine, ABodyThatEndsTheTransactionStopsTheEngine) {
  static constexpr auto kCommit = MakeStatement("commit", "COMMIT");
  auto engine = Open();
  EXPECT_THAT(engine->RunBatch({JobOf(
                  [](sql::Session& session) { return session.Execute(kCommit, {}).status(); })})[0],
              kStopped);
  EXPECT_TRUE(engine->stopped());
  EXPECT_THAT(engine->RunBatch({EntryJob(1)})[0], kStopped);
  EXPECT_THAT(Integers(*engine, kEntries), kStopped);
}

TEST_F(PostgresEngine, AReadSeesOneSnapshotWhileTheWriterGoesOn) {
  auto engine = Open();
  Run(*engine, {EntryJob(1)});
  EXPECT_THAT(engine->Read([&](sql::Session& session) {
    EXPECT_THAT(*Integers(session, kEntries), ElementsAre(1));
    EXPECT_THAT(Run(*engine, {EntryJob(2)}), ElementsAre(kOk));
    EXPECT_THAT(*Integers(session, kEntries), ElementsAre(1));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, AReadCannotWrite) {
  auto engine = Open();
  EXPECT_THAT(engine->Read([](sql::Session& session) { return AddEntry(session, 1, "body"); }),
              FailsWith(absl::StatusCode::kInternal));
  EXPECT_THAT(Entries(*engine), ElementsAre());
}

TEST_F(PostgresEngine, MoreThreadsThanReadersReadAll) {
  auto engine = Open();
  Run(*engine, {EntryJob(1)});
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 20; ++n) EXPECT_THAT(Entries(*engine), ElementsAre(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(PostgresEngine, ConnectionsThatWereEndedWhileNobodyUsedThemAreMadeAgainUnnoticed) {
  auto engine = Open();
  EXPECT_THAT(Run(*engine, {EntryJob(1)}), ElementsAre(kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1));
  Terminate();
  EXPECT_THAT(Run(*engine, {EntryJob(2)}), ElementsAre(kOk));
  Terminate();
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, ABatchThatLosesItsConnectionBeforeCommitIsRunAgain) {
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&](sql::Session& session) {
    if (++runs == 1) Terminate();
    return AddEntry(session, 1, "body");
  });
  EXPECT_THAT(Run(*engine, {job, EntryJob(2)}), ElementsAre(kOk, kOk));
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, ABatchIsNotRunAgainForEver) {
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&](sql::Session& session) {
    ++runs;
    Terminate();
    return AddEntry(session, 1, "body");
  });
  EXPECT_THAT(engine->RunBatch({job, EntryJob(2)}), testing::Each(kUnreachable));
  EXPECT_EQ(runs, 3);
  EXPECT_FALSE(engine->stopped());
  EXPECT_THAT(Run(*engine, {EntryJob(3)}), ElementsAre(kOk));
}

TEST_F(PostgresEngine, AReadThatLosesItsConnectionSaysSoAndTheNextOneGoesOn) {
  auto engine = Open();
  EXPECT_THAT(engine->Read([&](sql::Session& session) {
    EXPECT_THAT(Integers(session, kEntries), IsOk());
    Terminate();
    return Integers(session, kEntries).status();
  }),
              kUnreachable);
  EXPECT_THAT(Entries(*engine), ElementsAre());
}

// In the middle of a write somebody with the right to do so cancels the statement.
TEST_F(PostgresEngine, ABatchWhoseStatementIsCancelledIsRunAgain) {
  static constexpr auto kFail = MakeStatement(
      "cancelled", "DO $$ BEGIN RAISE EXCEPTION 'Secret' USING ERRCODE = 'query_canceled'; END $$");
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&](sql::Session& session) -> absl::Status {
    if (++runs == 1) return session.Execute(kFail, {}).status();
    return AddEntry(session, 1, "body");
  });
  EXPECT_THAT(Run(*engine, {job}), ElementsAre(kOk));
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresEngine, ASerialisationFailureIsRunAgainAndThenAborted) {
  static constexpr auto kFail = MakeStatement(
      "fails", "DO $$ BEGIN RAISE EXCEPTION 'Secret' USING ERRCODE = '40001'; END $$");
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&](sql::Session& session) {
    ++runs;
    return session.Execute(kFail, {}).status();
  });
  EXPECT_THAT(Run(*engine, {job}), ElementsAre(absl::StatusCode::kAborted));
  EXPECT_EQ(runs, 3);
}

TEST_F(PostgresEngine, ADatabaseThatTakesNoWritesIsReadAndWritesAreToldToTryAgain) {
  auto engine = Open();
  Run(*engine, {EntryJob(1)});
  const std::string change = "ALTER DATABASE " + database_.name();
  database_.Sql(change + " SET default_transaction_read_only = on");
  Terminate();
  EXPECT_THAT(engine->RunBatch({EntryJob(2)})[0], kUnreachable);
  EXPECT_THAT(Entries(*engine), ElementsAre(1));
  EXPECT_FALSE(engine->stopped());
  test::PostgresCluster::Shared().Sql("postgres", change + " RESET default_transaction_read_only");
  Terminate();
  EXPECT_THAT(Run(*engine, {EntryJob(2)}), ElementsAre(kOk));
}

TEST_F(PostgresEngine, Promise1AClockBehindTheLastCommitStopsTheEngine) {
  auto engine = Open();
  EXPECT_THAT(Run(*engine, {TickJob(1), TickJob(2)}), ElementsAre(kOk, kOk));
  database_.Sql("UPDATE clock SET sequence = 1");
  EXPECT_THAT(engine->RunBatch({TickJob(3)})[0], kStopped);
  EXPECT_TRUE(engine->stopped());
  EXPECT_THAT(Entries(*Open()), ElementsAre(1, 2)) << "another start takes what is there";
}

TEST_F(PostgresEngine, Promise1AClockOfAnotherEpochStopsTheEngine) {
  auto engine = Open();
  EXPECT_THAT(Run(*engine, {TickJob(1)}), ElementsAre(kOk));
  database_.Sql("UPDATE clock SET epoch = 2, sequence = 100");
  EXPECT_THAT(engine->RunBatch({TickJob(2)})[0], kStopped);
}

TEST_F(PostgresEngine, AServerThatMayForgetIsRefused) {
  PgOptions options = Options();
  options.accepts_unsafe_server = false;  // The server of the tests syncs nothing.
  EXPECT_THAT(PgEngine::Open(options),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_AVAILABLE_YET));
}

TEST_F(PostgresEngine, WhereNobodyAnswersTheStartIsRefused) {
  PgOptions options = Options();
  options.conninfo = "host=/nowhere dbname=none password=secret";
  const auto engine = PgEngine::Open(options);
  EXPECT_THAT(engine, kUnreachable);
  EXPECT_EQ(engine.status().message(), "the database cannot be reached");
}

}  // namespace
}  // namespace probity::postgres
