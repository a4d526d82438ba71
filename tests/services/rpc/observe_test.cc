#include "services/rpc/observe.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"

namespace probity::rpc {
namespace {

TEST(DenialAllowance, TakesABurstThenSoManyASecond) {
  DenialAllowance allowance;
  absl::Time now = test::TestNow();
  for (int i = 0; i < DenialAllowance::kBurst; ++i) EXPECT_TRUE(allowance.Take(now));
  EXPECT_FALSE(allowance.Take(now));
  EXPECT_FALSE(allowance.Take(now));
  now += absl::Seconds(1);
  for (int i = 0; i < DenialAllowance::kPerSecond; ++i) EXPECT_TRUE(allowance.Take(now));
  EXPECT_FALSE(allowance.Take(now));
  EXPECT_EQ(allowance.TakeUnlogged(), 3);
  EXPECT_EQ(allowance.TakeUnlogged(), 0);
}

TEST(DenialAllowance, ClockThatGoesBackEarnsNothing) {
  DenialAllowance allowance;
  const absl::Time now = test::TestNow();
  for (int i = 0; i < DenialAllowance::kBurst; ++i) allowance.Take(now);
  EXPECT_FALSE(allowance.Take(now - absl::Hours(1)));
  EXPECT_FALSE(allowance.Take(now));
}

}  // namespace
}  // namespace probity::rpc
