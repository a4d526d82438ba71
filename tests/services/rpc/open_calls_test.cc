#include "services/rpc/open_calls.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::Fails;
using test::IsOk;

constexpr OpenCallLimits kLimits = {.most = 3, .most_per_principal = 2, .most_answer_bytes = 100};

class OpenCallsTest : public testing::Test {
 protected:
  OpenCalls::Id Open() {
    return *calls_.Open([this] { ++cancelled_; });
  }
  static auto TooMany() {
    return Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL);
  }

  test::FakeClock clock_{test::TestNow()};
  OpenCalls calls_{kLimits, clock_};
  int cancelled_ = 0;
};

TEST_F(OpenCallsTest, AreSoMany) {
  const auto first = Open();
  Open();
  Open();
  EXPECT_FALSE(calls_.Open([] {}).has_value());
  calls_.Close(first);
  EXPECT_TRUE(calls_.Open([] {}).has_value());
}

TEST_F(OpenCallsTest, AreSoManyOfOnePrincipal) {
  const auto first = Open();
  EXPECT_THAT(calls_.Claim(first, "amina"), IsOk());
  EXPECT_THAT(calls_.Claim(Open(), "amina"), IsOk());
  const auto third = Open();
  EXPECT_THAT(calls_.Claim(third, "amina"), TooMany());
  EXPECT_THAT(calls_.Claim(third, "boris"), IsOk());
  calls_.Close(first);
  EXPECT_THAT(calls_.Claim(Open(), "amina"), IsOk());
}

TEST_F(OpenCallsTest, AnswersThatNobodyTakesAreSoManyBytes) {
  const auto first = Open();
  EXPECT_THAT(calls_.Answer(first, 60, absl::InfiniteFuture()), IsOk());
  EXPECT_THAT(calls_.Answer(Open(), 60, absl::InfiniteFuture()), TooMany());
  calls_.Close(first);
  EXPECT_THAT(calls_.Answer(Open(), 60, absl::InfiniteFuture()), IsOk());
}

TEST_F(OpenCallsTest, AnswersThatNobodyTookInTimeAreCancelledWhenOthersCome) {
  const auto late = Open();
  EXPECT_THAT(calls_.Answer(late, 60, clock_.Now() + absl::Seconds(5)), IsOk());
  clock_.Advance(absl::Seconds(4));
  calls_.Close(Open());
  EXPECT_EQ(cancelled_, 0);
  clock_.Advance(absl::Seconds(2));
  calls_.Close(Open());
  EXPECT_EQ(cancelled_, 1);
}

TEST_F(OpenCallsTest, ACallThatIsNotAnsweredIsNotCancelled) {
  Open();
  clock_.Advance(absl::Hours(1));
  Open();
  EXPECT_EQ(cancelled_, 0);
}

}  // namespace
}  // namespace probity::rpc
