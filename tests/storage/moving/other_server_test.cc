// A move while another server uses the register: what it writes or logs to the last is in the copy,
// or the move is off.
#include <atomic>
#include <memory>
#include <thread>

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

using test::Fails;
using test::IsOk;

const auto kOff = Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_IN_USE);

constexpr auto kPersons = test::MakeStatement("persons", "SELECT id FROM persons");
constexpr auto kTraces = test::MakeStatement("traces", "SELECT leaf_index FROM access_log");

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
    return MoveFrom(from_.reg(), told);
  }
  absl::Status MoveFrom(assembly::Register& source,
                        absl::FunctionRef<absl::Status(const Progress&)> told) {
    absl::StatusOr<assembly::Destination> destination = to_.Prepare();
    if (!destination.ok()) return destination.status();
    return Mover(source, *destination).Run(told);
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

// The first that a move does to the source itself is to mark it, when all traces have been copied.
TEST_F(MoverBesideAnotherServer, Promise4WhatItLogsAfterItsTracesWereCopiedEndsTheMove) {
  ASSERT_THAT(Log(other()), IsOk());
  int jobs = 0;
  InterruptedRegister marked_late(from_.reg(), [&](sql::Writer& writer, sql::Job job) {
    if (++jobs == 1) {
      EXPECT_THAT(Log(other()), IsOk());
    }
    return writer.Run(std::move(job), absl::InfiniteFuture());
  });
  const auto quietly = [](const Progress&) { return absl::OkStatus(); };
  EXPECT_THAT(MoveFrom(marked_late, quietly), kOff);
  EXPECT_EQ(jobs, 1);
  EXPECT_THAT(Log(source()), IsOk()) << "it serves on";
  EXPECT_THAT(Log(other()), IsOk()) << "so does the other";
  EXPECT_EQ(to_.Open().status().code(), absl::StatusCode::kNotFound) << "two registers";
  EXPECT_THAT(Move(quietly), IsOk());
  EXPECT_EQ(InTheCopy(kTraces), 4u);
}

TEST_F(MoverBesideAnotherServer, ItWritesNothingMoreOnceTheSourceIsMarked) {
  ASSERT_THAT(Write(other()), IsOk());
  int jobs = 0;
  InterruptedRegister marked(from_.reg(), [&](sql::Writer& writer, sql::Job job) {
    const absl::Status status = writer.Run(std::move(job), absl::InfiniteFuture());
    if (++jobs > 1) return status;
    EXPECT_THAT(Write(other()), testing::Not(IsOk()));
    EXPECT_THAT(from_.OpenBeside(),
                Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_MOVING));
    return status;
  });
  EXPECT_THAT(MoveFrom(marked, [](const Progress&) { return absl::OkStatus(); }), IsOk());
  EXPECT_EQ(InTheCopy(kPersons), 1u);
}

}  // namespace
}  // namespace probity::moving
