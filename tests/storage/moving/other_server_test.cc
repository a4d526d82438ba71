// A move while another server uses the register: what it writes or logs to the last is in the copy,
// or the move is off.
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/person.pb.h"
#include "storage/moving/mover.h"
#include "tests/storage/moving/side.h"
#include "tests/support/entries.h"
#include "tests/support/status_matchers.h"

namespace probity::moving {
namespace {

using test::Fails;
using test::IsOk;

const auto kOff = Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_REGISTER_IN_USE);

constexpr auto kPersons = test::MakeStatement("persons", "SELECT id FROM persons");
constexpr auto kTraces = test::MakeStatement("traces", "SELECT leaf_index FROM access_log");

// An engine before whose batches something else happens.
class Interrupted final : public sql::Engine {
 public:
  Interrupted(sql::Engine& engine, std::function<void()> before_batch)
      : engine_(engine), before_batch_(std::move(before_batch)) {}
  using sql::Engine::Read;
  absl::Status Read(absl::Time deadline,
                    absl::FunctionRef<absl::Status(sql::Session&)> read) override {
    return engine_.Read(deadline, read);
  }
  std::vector<absl::Status> RunBatch(absl::Span<const sql::Job> jobs) override {
    before_batch_();
    return engine_.RunBatch(jobs);
  }
  bool shared() const override { return engine_.shared(); }
  void AwaitChange(absl::Duration longest) override { engine_.AwaitChange(longest); }
  void Maintain(sql::Pause pause) override { engine_.Maintain(pause); }
  bool stopped() const override { return engine_.stopped(); }

 private:
  sql::Engine& engine_;
  const std::function<void()> before_batch_;
};

class MoverBesideAnotherServer : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<assembly::Register>> other = from_.OpenBeside();
    ASSERT_THAT(other, IsOk());
    other_ = *std::move(other);
  }

  static storage::Caller Caller() {
    return {.viewer = storage::Viewer::System(),
            .method = "test/Call",
            .request_id = "",
            .now = absl::FromUnixSeconds(4'000'000'000)};
  }
  static absl::Status Write(storage::Store& store) {
    return store.WriteWindow(
        Caller(), [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()).status(); });
  }
  static absl::Status Log(storage::Store& store) {
    return store.LogAccess({.caller = Caller(), .reason = "", .resource = "", .digest = ""});
  }
  storage::Store& other() { return other_->store(); }
  storage::Store& source() { return from_.reg().store(); }

  absl::Status Move(absl::FunctionRef<absl::Status(const Progress&)> told) {
    return MoveWith([] {}, told);
  }
  absl::Status MoveWith(std::function<void()> before_batch,
                        absl::FunctionRef<absl::Status(const Progress&)> told) {
    absl::StatusOr<assembly::Destination> destination = to_.Prepare();
    if (!destination.ok()) return destination.status();
    Interrupted data(destination->engines.data, std::move(before_batch));
    const assembly::Destination interrupted = {.holds = destination->holds,
                                               .engines = {data, destination->engines.keys},
                                               .assemble = destination->assemble};
    return Mover(from_.reg(), interrupted).Run(told);
  }
  // How many rows the copy has of what `statement` reads.
  size_t InTheCopy(const sql::StatementText& statement) {
    const auto copy = to_.Open();
    EXPECT_THAT(copy, IsOk());
    return copy.ok() ? test::Integers((*copy)->engine(), statement)->size() : 0;
  }

  OnPostgres from_;
  OnSqlite to_{from_.root_key()};
  std::unique_ptr<assembly::Register> other_;
};

TEST_F(MoverBesideAnotherServer, WhatItWritesToTheLastIsInTheCopyOrTheMoveIsOff) {
  std::atomic<int64_t> acknowledged = 0;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop && Write(other()).ok()) ++acknowledged;
  });
  bool moved = false;
  while (!moved) {
    const absl::Status status = Move([](const Progress&) { return absl::OkStatus(); });
    moved = status.ok();
    if (moved) break;
    EXPECT_THAT(status, kOff);
    EXPECT_THAT(Write(source()), IsOk());
    ++acknowledged;
    stop = true;  // Undisturbed the next one goes through.
  }
  stop = true;
  writer.join();
  // The other server stops at its next write, if it has not met the end already.
  EXPECT_THAT(Write(other()), testing::Not(IsOk()));
  EXPECT_TRUE(other().stopped());
  EXPECT_EQ(InTheCopy(kPersons), static_cast<size_t>(acknowledged));
}

TEST_F(MoverBesideAnotherServer, Promise4WhatItLogsUntilTheLastStepIsInTheCopy) {
  size_t traces = 0;
  EXPECT_THAT(Move([&](const Progress& progress) {
                if (progress.phase == Phase::kMoved) return absl::OkStatus();
                ++traces;
                return Log(other());
              }),
              IsOk());
  EXPECT_GE(traces, 4u);
  EXPECT_EQ(InTheCopy(kTraces), traces);
  EXPECT_THAT(Log(other()), testing::Not(IsOk())) << "at a place that is no register any more";
}

// Of the copy's last two batches the first sets its clock, and the second makes it a register; all
// traces have been copied between.
TEST_F(MoverBesideAnotherServer, Promise4WhatItLogsAfterItsTracesWereCopiedEndsTheMove) {
  ASSERT_THAT(Log(other()), IsOk());
  int batches = 0;
  bool finishing = false;
  EXPECT_THAT(MoveWith(
                  [&] {
                    if (!finishing || ++batches != 2) return;
                    EXPECT_THAT(Log(other()), IsOk());
                  },
                  [&](const Progress& progress) {
                    finishing = progress.phase == Phase::kFinishing;
                    return absl::OkStatus();
                  }),
              kOff);
  EXPECT_GE(batches, 2);
  EXPECT_THAT(Log(source()), IsOk()) << "it serves on";
  EXPECT_EQ(to_.Open().status().code(), absl::StatusCode::kNotFound) << "two registers";
  EXPECT_THAT(Move([](const Progress&) { return absl::OkStatus(); }), IsOk());
  EXPECT_EQ(InTheCopy(kTraces), 3u);
}

}  // namespace
}  // namespace probity::moving
