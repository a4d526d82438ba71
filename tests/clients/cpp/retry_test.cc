#include "clients/cpp/retry.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/error.h"
#include "tests/support/status_matchers.h"

namespace probity::client {
namespace {

using testing::ElementsAre;

// The longest pause each time.
RandomBits Ones() {
  return [] { return ~uint64_t{0}; };
}

// Time that passes only by sleeping.
struct Sleeper {
  absl::Time now = absl::UnixEpoch();
  std::vector<absl::Duration> pauses;

  Timing timing() {
    return {
        .now = [this] { return now; },
        .sleep =
            [this](absl::Duration pause) {
              pauses.push_back(absl::Trunc(pause + absl::Microseconds(1), absl::Milliseconds(1)));
              now += pause;
            }};
  }
};

TEST(MaySendAgain, OnlyWhatMayPassByItself) {
  EXPECT_TRUE(MaySendAgain(absl::UnavailableError("")));
  EXPECT_TRUE(MaySendAgain(ResourceExhausted("").Reason(v1::ERROR_REASON_QUEUE_FULL)));
  EXPECT_TRUE(MaySendAgain(ResourceExhausted("").RetryAfter(absl::Seconds(1))));
  EXPECT_FALSE(MaySendAgain(ResourceExhausted("").Reason(v1::ERROR_REASON_TOO_LARGE)));
  EXPECT_TRUE(MaySendAgain(absl::CancelledError("CANCELLED")));
  EXPECT_FALSE(MaySendAgain(Cancelled("")));
  EXPECT_FALSE(MaySendAgain(absl::DeadlineExceededError("")));
  EXPECT_FALSE(MaySendAgain(absl::AbortedError("")));
}

TEST(Delay, DoublesUpToItsBoundOnTopOfWhatTheServerAsks) {
  const RetryRules rules;
  const auto milliseconds = [&](int tries, const absl::Status& status) {
    return absl::ToDoubleMilliseconds(DelayBeforeNext(rules, tries, status, Ones()));
  };
  const absl::Status plain = absl::UnavailableError("");
  EXPECT_NEAR(milliseconds(1, plain), 100, 0.01);
  EXPECT_NEAR(milliseconds(3, plain), 400, 0.01);
  EXPECT_NEAR(milliseconds(50, plain), 5'000, 0.01);
  EXPECT_NEAR(milliseconds(1, Unavailable("").RetryAfter(absl::Milliseconds(1'500))), 1'600, 0.01);
  EXPECT_EQ(DelayBeforeNext(rules, 5, plain, [] { return uint64_t{0}; }), absl::ZeroDuration());
}

TEST(Retry, GoesOnUntilItSucceeds) {
  Sleeper sleeper;
  int calls = 0;
  EXPECT_THAT(Retry({}, sleeper.timing(), Ones(), absl::InfiniteFuture(),
                    [&] { return ++calls < 3 ? absl::UnavailableError("") : absl::OkStatus(); }),
              test::IsOk());
  EXPECT_EQ(calls, 3);
  EXPECT_THAT(sleeper.pauses, ElementsAre(absl::Milliseconds(100), absl::Milliseconds(200)));
}

TEST(Retry, GivesUpAfterItsTriesAtOnceForGoodAndBeforeTheDeadline) {
  Sleeper sleeper;
  int calls = 0;
  const auto unavailable = [&] {
    ++calls;
    return absl::UnavailableError("");
  };
  EXPECT_THAT(
      Retry({.max_tries = 2}, sleeper.timing(), Ones(), absl::InfiniteFuture(), unavailable),
      test::FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls, 2);
  calls = 0;
  EXPECT_THAT(
      Retry({}, sleeper.timing(), Ones(), sleeper.now + absl::Milliseconds(50), unavailable),
      test::FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls, 1);
  calls = 0;
  EXPECT_THAT(Retry({}, sleeper.timing(), Ones(), absl::InfiniteFuture(),
                    [&] {
                      ++calls;
                      return absl::NotFoundError("");
                    }),
              test::FailsWith(absl::StatusCode::kNotFound));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace probity::client
