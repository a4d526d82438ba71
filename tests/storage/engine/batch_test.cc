// Engine::RunBatch: what is written together, and what each job is answered.
#include "tests/storage/engine/engine.h"

namespace probity::test {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

class EngineBatch : public EngineContract {
 protected:
  const std::unique_ptr<sql::Engine> engine_ = Open();
};

INSTANTIATE_TEST_SUITE_P(Engines, EngineBatch, testing::ValuesIn(AllEngines()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(EngineBatch, AFailingBodyTakesOnlyItsOwnRows) {
  std::vector<int> committed;
  std::vector<sql::Job> jobs = {EntryJob(1), EntryJob(1), EntryJob(2), EntryJob(3, ""),
                                EntryJob(4)};
  for (int i = 0; i < 5; ++i) jobs[i].committed = [&committed, i] { committed.push_back(i); };
  EXPECT_THAT(RunAll(*engine_, jobs), ElementsAre(kOk, StatusCode::kAlreadyExists, kOk,
                                                  StatusCode::kFailedPrecondition, kOk));
  EXPECT_THAT(committed, ElementsAre(0, 2, 4));
  EXPECT_THAT(Entries(*engine_), ElementsAre(1, 2, 4));
}

TEST_P(EngineBatch, AnErrorOfTheBodyItselfRollsBackWhatItWrote) {
  sql::Job bad = JobOf([](sql::Session& session) {
    EXPECT_THAT(AddEntry(session, 9, "gone"), IsOk());
    return absl::PermissionDeniedError("not you");
  });
  bad.committed = [] { FAIL() << "a failed job was not committed"; };
  EXPECT_THAT(RunAll(*engine_, {bad}), ElementsAre(StatusCode::kPermissionDenied));
  EXPECT_THAT(RunAll(*engine_, {bad, EntryJob(1)}),
              ElementsAre(StatusCode::kPermissionDenied, kOk));
  EXPECT_THAT(Entries(*engine_), ElementsAre(1));
}

TEST_P(EngineBatch, ADeferredConstraintThatFailsAtCommitTakesOnlyItsOwnJob) {
  const sql::Job orphan = JobOf([](sql::Session& session) {
    return session.Execute(kAddTwin, {{"id", 77}}).status();
  });
  EXPECT_THAT(RunAll(*engine_, {EntryJob(1), orphan, EntryJob(2)}),
              ElementsAre(kOk, StatusCode::kFailedPrecondition, kOk));
  EXPECT_THAT(Entries(*engine_), ElementsAre(1, 2));
  EXPECT_THAT(*Integers(*engine_, kTwins), ElementsAre(1, 2));
}

TEST_P(EngineBatch, EachBodyRunsOnceAndOnceMoreWhereOneFails) {
  int runs = 0;
  const sql::Job job = JobOf([&runs](sql::Session& session) {
    ++runs;
    return AddEntry(session, runs, "body");
  });
  EXPECT_THAT(RunAll(*engine_, {job, job}), ElementsAre(kOk, kOk));
  EXPECT_EQ(runs, 2);
  const sql::Job bad = JobOf([](sql::Session&) { return absl::PermissionDeniedError("not you"); });
  EXPECT_THAT(RunAll(*engine_, {job, bad}), ElementsAre(kOk, StatusCode::kPermissionDenied));
  EXPECT_EQ(runs, 4) << "once without savepoints and once with them";
}

TEST_P(EngineBatch, ABodyIsToldOfAFailureWhereItIs) {
  RunAll(*engine_, {EntryJob(1)});
  std::vector<StatusCode> told;
  const sql::Job job = JobOf([&told](sql::Session& session) {
    absl::Status status = AddEntry(session, 1, "again");
    told.push_back(status.code());
    return status.ok() ? Integers(session, kEntries).status() : absl::OutOfRangeError("as told");
  });
  EXPECT_THAT(RunAll(*engine_, {job}), ElementsAre(StatusCode::kOutOfRange));
  EXPECT_EQ(told, GetParam().told_of_a_key_twice);
}

// Beside a job that fails nothing is foreseen in the end, and everything is asked where it stands.
TEST_P(EngineBatch, WhatIsForeseenIsAnsweredAsIfItWereNot) {
  RunAll(*engine_, {EntryJob(1)});
  int foreseen = 0;
  std::vector<int64_t> found;
  sql::Job job = JobOf([&](sql::Session& session) -> absl::Status {
    EXPECT_GE(foreseen, 1) << "before the first body";
    absl::StatusOr<std::vector<int64_t>> entries = Integers(session, kEntries);
    if (entries.ok()) found = *std::move(entries);
    return entries.status();
  });
  job.foresee = [&foreseen](sql::Session& session) {
    session.Foresee(kEntries, {});
    ++foreseen;
  };
  EXPECT_THAT(RunAll(*engine_, {job}), ElementsAre(kOk));
  EXPECT_EQ(foreseen, 1);
  EXPECT_THAT(found, ElementsAre(1));
  const sql::Job bad = JobOf([](sql::Session&) { return absl::PermissionDeniedError("not you"); });
  EXPECT_THAT(RunAll(*engine_, {EntryJob(2), bad, job}),
              ElementsAre(kOk, StatusCode::kPermissionDenied, kOk));
  EXPECT_THAT(found, ElementsAre(1, 2));
}

TEST_P(EngineBatch, ManyWritesWithoutAReadGoThrough) {
  constexpr int kMany = 3000;
  EXPECT_THAT(RunAll(*engine_, {JobOf([](sql::Session& session) {
                for (int i = 0; i < kMany; ++i) {
                  absl::Status status = AddEntry(session, i, std::string(1000, 'x'));
                  if (!status.ok()) return status;
                }
                return absl::OkStatus();
              })}),
              ElementsAre(kOk));
  EXPECT_EQ(Entries(*engine_).size(), static_cast<size_t>(kMany));
}

TEST_P(EngineBatch, ABodyThatEndsTheTransactionStopsTheEngine) {
  static constexpr auto kCommit = MakeStatement("commit", "COMMIT");
  const sql::Job job =
      JobOf([](sql::Session& session) { return session.Execute(kCommit, {}).status(); });
  EXPECT_THAT(engine_->RunBatch({job})[0], kStopped);
  EXPECT_TRUE(engine_->stopped());
  EXPECT_THAT(engine_->RunBatch({EntryJob(1)})[0], kStopped);
  EXPECT_THAT(Integers(*engine_, kEntries), kStopped);
}

}  // namespace
}  // namespace probity::test
