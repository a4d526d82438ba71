#include "storage/postgres/pg_engine.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using ::testing::ElementsAre;

class PostgresEngine : public PostgresTest {};

TEST_F(PostgresEngine, ABodyThatGoesOnAfterAnErrorIsNotAcknowledged) {
  auto engine = Open();
  absl::Status second;
  const sql::Job deaf = JobOf([&second](sql::Session& session) {
    EXPECT_THAT(AddEntry(session, 5, "body"), IsOk());
    second = AddEntry(session, 5, "again");
    return absl::OkStatus();
  });
  EXPECT_THAT(RunAll(*engine, {deaf}), ElementsAre(absl::StatusCode::kInternal));
  EXPECT_THAT(second, FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(RunAll(*engine, {EntryJob(1), deaf, EntryJob(2)}),
              ElementsAre(kOk, absl::StatusCode::kInternal, kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(PostgresEngine, ConnectionsThatWereEndedWhileNobodyUsedThemAreMadeAgainUnnoticed) {
  auto engine = Open();
  EXPECT_THAT(RunAll(*engine, {EntryJob(1)}), ElementsAre(kOk));
  EXPECT_THAT(Entries(*engine), ElementsAre(1));
  Terminate();
  EXPECT_THAT(RunAll(*engine, {EntryJob(2)}), ElementsAre(kOk));
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
  EXPECT_THAT(RunAll(*engine, {job, EntryJob(2)}), ElementsAre(kOk, kOk));
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
  EXPECT_THAT(RunAll(*engine, {EntryJob(3)}), ElementsAre(kOk));
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
  EXPECT_THAT(RunAll(*engine, {job}), ElementsAre(kOk));
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresEngine, ASerialisationFailureIsRunAgainAndThenToldToTryLater) {
  static constexpr auto kFail = MakeStatement(
      "fails", "DO $$ BEGIN RAISE EXCEPTION 'Secret' USING ERRCODE = '40001'; END $$");
  auto engine = Open();
  int runs = 0;
  const sql::Job job = JobOf([&](sql::Session& session) {
    ++runs;
    return session.Execute(kFail, {}).status();
  });
  EXPECT_THAT(engine->RunBatch({&job, 1}), ElementsAre(kUnreachable));
  EXPECT_EQ(runs, 3);
}

// Another server has migrated: this one is to be started again, in the version that fits.
TEST_F(PostgresEngine, AStatementThatTheSchemaNoLongerFitsIsToldToTryLater) {
  static constexpr auto kAll = MakeStatement("all", "SELECT * FROM entry");
  PgOptions options = Options();
  options.readers = 1;
  auto engine = Open(options);
  EXPECT_THAT(Integers(*engine, kAll), IsOk());
  database_.Sql("ALTER TABLE entry ADD COLUMN remark text");
  EXPECT_THAT(Integers(*engine, kAll), kUnreachable);
  EXPECT_THAT(Entries(*engine), ElementsAre()) << "what fits still is answered";
  engine.reset();
  EXPECT_THAT(Integers(*Open(options), kAll), IsOk());
}

TEST_F(PostgresEngine, ADatabaseThatTakesNoWritesIsReadAndWritesAreToldToTryAgain) {
  auto engine = Open();
  RunAll(*engine, {EntryJob(1)});
  const std::string change = "ALTER DATABASE " + database_.name();
  database_.Sql(change + " SET default_transaction_read_only = on");
  Terminate();
  EXPECT_THAT(engine->RunBatch({EntryJob(2)})[0], kUnreachable);
  EXPECT_THAT(Entries(*engine), ElementsAre(1));
  EXPECT_FALSE(engine->stopped());
  test::PostgresCluster::Shared().Sql("postgres", change + " RESET default_transaction_read_only");
  Terminate();
  EXPECT_THAT(RunAll(*engine, {EntryJob(2)}), ElementsAre(kOk));
}

TEST_F(PostgresEngine, Promise1AClockBehindTheLastCommitStopsTheEngine) {
  auto engine = Open();
  EXPECT_THAT(RunAll(*engine, {TickJob(1), TickJob(2)}), ElementsAre(kOk, kOk));
  database_.Sql("UPDATE clock SET sequence = 1");
  EXPECT_THAT(engine->RunBatch({TickJob(3)})[0], kStopped);
  EXPECT_TRUE(engine->stopped());
  EXPECT_THAT(Entries(*Open()), ElementsAre(1, 2)) << "another start takes what is there";
}

TEST_F(PostgresEngine, Promise1AClockOfAnotherEpochStopsTheEngine) {
  auto engine = Open();
  EXPECT_THAT(RunAll(*engine, {TickJob(1)}), ElementsAre(kOk));
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

// Whoever stands still in the middle of a batch does not hold the clock for ever: the server's
// limit for a transaction that does nothing runs whenever what was sent has been done.
TEST_F(PostgresEngine, AWriterThatStandsStillIsEndedByTheServerAndRunsItsBatchAgain) {
  static constexpr auto kShortIdle =
      MakeStatement("short_idle", "SET idle_in_transaction_session_timeout = '50ms'");
  const std::unique_ptr<PgEngine> engine = Open();
  int runs = 0;
  EXPECT_THAT(
      RunAll(*engine, {JobOf([&](sql::Session& session) -> absl::Status {
        if (++runs == 1) {
          const std::string process = std::to_string(Integers(session, kBackend)->at(0));
          EXPECT_THAT(session.Execute(kShortIdle, {}), IsOk());
          const absl::Time until = absl::Now() + absl::Seconds(30);
          while (absl::Now() < until &&
                 database_.Sql("SELECT 1 FROM pg_stat_activity WHERE pid = " + process).size() >
                     0) {
          }
          EXPECT_LT(absl::Now(), until) << "it is still there";
        }
        return AddEntry(session, 1, "body");
      })}),
      testing::ElementsAre(kOk));
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace probity::postgres
