#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kMiB = int64_t{1} << 20;

class SpaceGuardTest : public testing::Test {
 protected:
  SpaceGuardTest() {
    SqliteOptions options = EntryOptions(folder_.File("data.db"));
    options.free_bytes = [this]() -> absl::StatusOr<int64_t> {
      if (free_bytes_ < 0) return absl::UnavailableError("unknown");
      return free_bytes_.load();
    };
    engine_ = *SqliteEngine::Open(options);
  }
  absl::StatusCode Write(bool uses_reserve = false) {
    sql::Job job = EntryJob(next_++);
    job.uses_reserve = uses_reserve;
    return engine_->RunBatch({job}).front().code();
  }
  absl::StatusCode Read() { return Integers(*engine_, kEntries).status().code(); }

  TempFolder folder_;
  std::atomic<int64_t> free_bytes_ = 2048 * kMiB;
  std::unique_ptr<SqliteEngine> engine_;
  int64_t next_ = 1;
};

TEST_F(SpaceGuardTest, BelowOneGibibyteOnlyTheReserveIsWritten) {
  EXPECT_EQ(Write(), absl::StatusCode::kOk);
  free_bytes_ = 1024 * kMiB - 1;
  EXPECT_EQ(Write(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Write(/*uses_reserve=*/true), absl::StatusCode::kOk);
  EXPECT_EQ(Read(), absl::StatusCode::kOk);
  free_bytes_ = 1024 * kMiB;
  EXPECT_EQ(Write(), absl::StatusCode::kOk);
}

TEST_F(SpaceGuardTest, OfABatchOnlyWhatMayUseTheReserveIsRun) {
  free_bytes_ = 100 * kMiB;
  sql::Job access_log = EntryJob(2);
  access_log.uses_reserve = true;
  const std::vector<absl::Status> statuses =
      engine_->RunBatch({EntryJob(1), access_log, EntryJob(3)});
  EXPECT_EQ(statuses[0].code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(statuses[1].ok());
  EXPECT_EQ(statuses[2].code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(*Integers(*engine_, kEntries), ElementsAre(2));
}

TEST_F(SpaceGuardTest, BelowSixtyFourMebibytesNothingIsServed) {
  free_bytes_ = 64 * kMiB - 1;
  EXPECT_EQ(Write(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Write(/*uses_reserve=*/true), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Read(), absl::StatusCode::kUnavailable);
  free_bytes_ = 2048 * kMiB;
  // Nobody maintains the engine of the keys, so a read looks itself.
  EXPECT_EQ(Read(), absl::StatusCode::kOk) << "a disk that has room again is no fault";
  EXPECT_EQ(Write(), absl::StatusCode::kOk);
}

TEST_F(SpaceGuardTest, UnknownSpaceIsLowSpace) {
  free_bytes_ = -1;
  EXPECT_EQ(Write(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Read(), absl::StatusCode::kOk);
}

TEST_F(SpaceGuardTest, WithoutAFunctionTheDiskItselfIsAsked) {
  engine_.reset();
  SqliteOptions options = EntryOptions(folder_.File("data.db"));
  options.free_bytes = nullptr;
  options.space = {.low_bytes = int64_t{1} << 60, .full_bytes = 1};
  engine_ = *SqliteEngine::Open(options);
  EXPECT_EQ(Write(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace probity::sqlite
