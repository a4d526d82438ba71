#include "storage/sql/group_commit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/fixture.h"
#include "tests/support/status_matchers.h"

namespace probity::sql {
namespace {

using sqlite::EntryJob;
using sqlite::JobOf;
using test::Fails;
using ::testing::Each;
using ::testing::ElementsAre;

constexpr absl::Time kLater = absl::InfiniteFuture();

// Never checkpoints, which costs syncs of its own whenever the writer happens to be idle.
class Unmaintained final : public Engine {
 public:
  explicit Unmaintained(Engine& engine) : engine_(engine) {}
  absl::Status Read(absl::Time deadline, absl::FunctionRef<absl::Status(Session&)> read) override {
    return engine_.Read(deadline, read);
  }
  std::vector<absl::Status> RunBatch(absl::Span<const Job> jobs) override {
    return engine_.RunBatch(jobs);
  }
  bool shared() const override { return false; }
  void AwaitChange(absl::Duration /*longest*/) override {}
  void Maintain(Pause /*pause*/) override {}
  bool stopped() const override { return engine_.stopped(); }

 private:
  Engine& engine_;
};

class GroupCommitTest : public testing::Test {
 protected:
  GroupCommitTest() : engine_(*sqlite::SqliteEngine::Open(Options())) { Restart({}); }
  sqlite::SqliteOptions Options() { return sqlite::EntryOptions(folder_.File("data.db")); }
  void Restart(GroupCommit::Options options) {
    writer_.reset();
    writer_ = std::make_unique<GroupCommit>(
        *engine_, [this] { return now_.load(); }, options);
  }
  // Keeps the writing thread busy until `release` is called, so that what comes meanwhile waits.
  class Hold {
   public:
    explicit Hold(GroupCommit& writer)
        : thread_([this, &writer] {
            EXPECT_TRUE(writer
                            .Run(JobOf([this](Session&) {
                                   entered_.set_value();
                                   released_.get_future().wait();
                                   return absl::OkStatus();
                                 }),
                                 kLater)
                            .ok());
          }) {
      entered_.get_future().wait();
    }
    void Release() {
      released_.set_value();
      thread_.join();
    }

   private:
    std::promise<void> entered_;
    std::promise<void> released_;
    std::thread thread_;
  };
  std::future<absl::StatusCode> Send(Job job, absl::Time deadline = kLater) {
    return std::async(std::launch::async, [this, job = std::move(job), deadline] {
      return writer_->Run(job, deadline).code();
    });
  }
  void AwaitWaiting(size_t count) {
    while (writer_->waiting() < count) std::this_thread::yield();
  }
  std::vector<int64_t> Entries() { return *sqlite::Integers(*engine_, sqlite::kEntries); }

  sqlite::TempFolder folder_;
  std::unique_ptr<sqlite::SqliteEngine> engine_;
  std::atomic<absl::Time> now_ = absl::UnixEpoch();
  std::unique_ptr<GroupCommit> writer_;
};

TEST_F(GroupCommitTest, WhatWaitsTogetherCostsOneSync) {
  fault::FaultVfs vfs("group-commit", 1);
  writer_.reset();
  sqlite::SqliteOptions options = Options();
  options.vfs = vfs.name();
  engine_.reset();
  engine_ = *sqlite::SqliteEngine::Open(options);
  Unmaintained unmaintained(*engine_);
  writer_ = std::make_unique<GroupCommit>(unmaintained, [] { return absl::UnixEpoch(); });
  Hold hold(*writer_);
  std::vector<std::future<absl::StatusCode>> answers;
  for (int i = 0; i < 64; ++i) answers.push_back(Send(EntryJob(i)));
  AwaitWaiting(64);
  const int64_t before = vfs.disk().syncs();
  hold.Release();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), absl::StatusCode::kOk);
  // The one that was held has written nothing and costs none.
  EXPECT_EQ(vfs.disk().syncs() - before, 1);
  writer_.reset();
  engine_.reset();
}

TEST_F(GroupCommitTest, AnAnsweredWriteCanBeRead) {
  EXPECT_TRUE(writer_->Run(EntryJob(1), kLater).ok());
  EXPECT_THAT(Entries(), ElementsAre(1));
}

TEST_F(GroupCommitTest, AFailingBodyTakesOnlyItself) {
  Hold hold(*writer_);
  std::vector<std::future<absl::StatusCode>> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(Send(EntryJob(i, i == 3 ? "" : "body")));
    AwaitWaiting(i + 1);
  }
  hold.Release();
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(answers[i].get(),
              i == 3 ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kOk);
  }
  EXPECT_THAT(Entries(), ElementsAre(0, 1, 2, 4, 5, 6, 7));
}

TEST_F(GroupCommitTest, MoreThanTheQueueHoldsIsRefusedAtOnce) {
  Restart({.capacity = 4});
  Hold hold(*writer_);
  std::vector<std::future<absl::StatusCode>> answers;
  for (int i = 0; i < 4; ++i) answers.push_back(Send(EntryJob(i)));
  AwaitWaiting(4);
  // The writer is held: were this to wait, it would wait for ever.
  EXPECT_THAT(writer_->Run(EntryJob(9), kLater),
              Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  hold.Release();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), absl::StatusCode::kOk);
  EXPECT_THAT(Entries(), ElementsAre(0, 1, 2, 3));
}

TEST_F(GroupCommitTest, AJobWhoseDeadlineHasPassedIsNotRun) {
  Hold hold(*writer_);
  auto late = std::async(std::launch::async, [this] {
    return writer_->Run(EntryJob(1), absl::UnixEpoch() + absl::Seconds(5));
  });
  auto early = Send(EntryJob(2), absl::UnixEpoch() + absl::Seconds(50));
  AwaitWaiting(2);
  now_ = absl::UnixEpoch() + absl::Seconds(10);
  hold.Release();
  EXPECT_THAT(late.get(),
              Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_EQ(early.get(), absl::StatusCode::kOk);
  EXPECT_THAT(Entries(), ElementsAre(2));
}

TEST_F(GroupCommitTest, StoppingFinishesWhatWaitsAndRefusesWhatComes) {
  Restart({.capacity = 8});
  Hold hold(*writer_);
  std::vector<std::future<absl::StatusCode>> answers;
  for (int i = 0; i < 8; ++i) answers.push_back(Send(EntryJob(i)));
  AwaitWaiting(8);
  std::thread stopper([&] { writer_->Stop(); });
  // The queue is full until the answer is that of a writer that stops.
  while (writer_->Run(EntryJob(9), kLater).code() != absl::StatusCode::kUnavailable) {
    std::this_thread::yield();
  }
  hold.Release();
  stopper.join();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), absl::StatusCode::kOk);
  EXPECT_THAT(writer_->Run(EntryJob(9), kLater),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DRAINING));
  EXPECT_EQ(Entries().size(), 8u);
}

TEST_F(GroupCommitTest, ABatchIsNoLongerThanItsLimit) {
  Restart({.max_batch = 3});
  Hold hold(*writer_);
  std::vector<int64_t> statements_before;
  std::vector<std::future<absl::StatusCode>> answers;
  for (int i = 0; i < 9; ++i) {
    answers.push_back(Send(JobOf([&statements_before, i](Session& session) {
      statements_before.push_back(session.work().statements / 2);
      return sqlite::AddEntry(session, i, "body");
    })));
    AwaitWaiting(i + 1);
  }
  hold.Release();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), absl::StatusCode::kOk);
  EXPECT_THAT(statements_before, ElementsAre(0, 1, 2, 0, 1, 2, 0, 1, 2));
}

TEST_F(GroupCommitTest, ManyWritersAtOnceLoseAndRepeatNothing) {
  constexpr int kThreads = 8;
  constexpr int kEach = 200;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int n = 0; n < kEach; ++n) {
        EXPECT_TRUE(writer_->Run(EntryJob(t * kEach + n), kLater).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  writer_.reset();
  std::vector<int64_t> all(kThreads * kEach);
  for (size_t i = 0; i < all.size(); ++i) all[i] = i;
  EXPECT_EQ(Entries(), all);
}

TEST_F(GroupCommitTest, SubmittedJobsAreAnsweredOnOneThreadInTheirOrderAfterTheirCommit) {
  Hold hold(*writer_);
  std::vector<int> answered;
  std::set<std::thread::id> threads;
  std::promise<void> all;
  for (int i = 0; i < 5; ++i) {
    writer_->Submit(EntryJob(i, i == 3 ? "" : "body"), kLater, [&, i](absl::Status status) {
      EXPECT_EQ(status.ok(), i != 3);
      EXPECT_EQ(Entries().size(), 4u) << "answered before the commit";
      answered.push_back(i);
      threads.insert(std::this_thread::get_id());
      if (i == 4) all.set_value();
    });
  }
  EXPECT_THAT(answered, ElementsAre());
  hold.Release();
  all.get_future().wait();
  EXPECT_THAT(answered, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(threads.size(), 1u);
  EXPECT_EQ(threads.count(std::this_thread::get_id()), 0u);
}

TEST_F(GroupCommitTest, WhoeverIsSlowToTakeHisAnswerHoldsUpNoCommit) {
  std::promise<void> taken;
  writer_->Submit(EntryJob(1), kLater, [&](absl::Status) { taken.get_future().wait(); });
  // Were the writing thread the one that waits, this would wait for ever.
  EXPECT_TRUE(writer_->Run(EntryJob(2), kLater).ok());
  taken.set_value();
  writer_.reset();
  EXPECT_THAT(Entries(), ElementsAre(1, 2));
}

TEST_F(GroupCommitTest, WhatIsRefusedIsAnsweredAtOnce) {
  Restart({.capacity = 1});
  Hold hold(*writer_);
  std::vector<absl::StatusCode> answers;
  writer_->Submit(EntryJob(1), kLater, [](absl::Status) {});
  writer_->Submit(EntryJob(2), kLater, [&](absl::Status s) { answers.push_back(s.code()); });
  EXPECT_THAT(answers, ElementsAre(absl::StatusCode::kResourceExhausted));
  hold.Release();
  writer_->Stop();
  writer_->Submit(EntryJob(3), kLater, [&](absl::Status s) { answers.push_back(s.code()); });
  EXPECT_THAT(answers,
              ElementsAre(absl::StatusCode::kResourceExhausted, absl::StatusCode::kUnavailable));
}

TEST_F(GroupCommitTest, TracesHaveRoomWhereOtherWritesHaveNone) {
  Restart({.capacity = 1, .reserve = 1});
  Hold hold(*writer_);
  writer_->Submit(EntryJob(1), kLater, [](absl::Status) {});
  EXPECT_THAT(writer_->Run(EntryJob(2), kLater),
              Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  Job trace = EntryJob(3);
  trace.uses_reserve = true;
  writer_->Submit(std::move(trace), kLater, [](absl::Status status) { EXPECT_TRUE(status.ok()); });
  hold.Release();
  writer_.reset();
  EXPECT_THAT(Entries(), ElementsAre(1, 3));
}

TEST_F(GroupCommitTest, AnAnswerMayWriteAgain) {
  std::promise<absl::Status> second;
  writer_->Submit(EntryJob(1), kLater, [&](absl::Status) {
    writer_->Submit(EntryJob(2), kLater, [&](absl::Status s) { second.set_value(s); });
  });
  EXPECT_TRUE(second.get_future().get().ok());
  EXPECT_THAT(Entries(), ElementsAre(1, 2));
}

TEST_F(GroupCommitTest, AnEngineThatHasStoppedAnswersEveryCallerUnavailable) {
  static constexpr StatementText kCommit = sqlite::MakeStatement("commit", "COMMIT");
  Hold hold(*writer_);
  std::vector<std::future<absl::StatusCode>> answers;
  answers.push_back(Send(EntryJob(1)));
  answers.push_back(
      Send(JobOf([](Session& session) { return session.Execute(kCommit, {}).status(); })));
  answers.push_back(Send(EntryJob(2)));
  AwaitWaiting(3);
  hold.Release();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(writer_->Run(EntryJob(3), kLater),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
}

}  // namespace
}  // namespace probity::sql
