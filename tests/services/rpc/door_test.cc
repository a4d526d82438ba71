#include "services/rpc/door.h"

#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

TEST(Door, LetsInUntilItIsClosed) {
  Door door;
  EXPECT_THAT(door.Enter(), test::IsOk());
  door.Leave();
  door.Close(absl::InfiniteFuture());
  EXPECT_THAT(door.Enter(), test::Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DRAINING));
}

TEST(Door, ClosingWaitsForWhoIsIn) {
  Door door;
  ASSERT_THAT(door.Enter(), test::IsOk());
  bool left = false;
  std::thread inside([&] {
    // Closed, but not yet left by all.
    while (door.Enter().ok()) door.Leave();
    left = true;
    door.Leave();
  });
  door.Close(absl::InfiniteFuture());
  EXPECT_TRUE(left);
  inside.join();
}

TEST(Door, ClosingWaitsNoLongerThanItIsToldTo) {
  Door door;
  ASSERT_THAT(door.Enter(), test::IsOk());
  door.Close(absl::Now());
  EXPECT_FALSE(door.Enter().ok());
  door.Leave();
}

}  // namespace
}  // namespace probity::rpc
