#include "services/core/page.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/registry.pb.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"

namespace probity::core {
namespace {

using test::Refused;

class Pages : public testing::Test {
 protected:
  Pages() {
    call_.viewer.principal = "alice";
    call_.method = "probity.v1.CaseService/ListCases";
    call_.now = test::TestNow();
    request_.set_mission("missions/UNMIL");
  }
  std::string TokenAfter(int64_t after, int64_t seq) {
    return tokens_.Next(call_, request_, storage::Cursor{.after = after}, {.epoch = 1, .seq = seq});
  }

  test::SeededRng rng_{1};
  PageTokens tokens_{SealedTokens::Key{7}, rng_};
  Call call_;
  v1::ListCasesRequest request_;
};

TEST_F(Pages, FirstPageIsNowFromTheBeginning) {
  const PageState page = *tokens_.Open(call_, request_);
  EXPECT_EQ(page.cursor.after, 0);
  EXPECT_EQ(page.limit, 100);
  EXPECT_FALSE(page.as_of.time.has_value());
  EXPECT_FALSE(page.as_of.seq.has_value());
}

TEST_F(Pages, NextPageGoesOnWhereAndWhenTheLastOneEnded) {
  request_.set_page_token(TokenAfter(1234, 99));
  request_.set_page_size(7);
  const PageState page = *tokens_.Open(call_, request_);
  EXPECT_EQ(page.cursor.after, 1234);
  EXPECT_EQ(page.as_of.seq, 99);
  EXPECT_EQ(page.limit, 7);
}

TEST_F(Pages, LastPageHasNoToken) {
  EXPECT_EQ(tokens_.Next(call_, request_, std::nullopt, {.epoch = 1, .seq = 5}), "");
}

TEST_F(Pages, SizeIsCutToTheLargestAndNeverNegative) {
  request_.set_page_size(5000);
  EXPECT_EQ(tokens_.Open(call_, request_)->limit, 1000);
  request_.set_page_size(-1);
  EXPECT_THAT(tokens_.Open(call_, request_), Refused(v1::ERROR_REASON_INVALID_FIELD, "page_size"));
}

TEST_F(Pages, TokenOfAnotherCallerMethodOrFilterIsRefused) {
  request_.set_page_token(TokenAfter(1, 1));
  const auto refused = Refused(v1::ERROR_REASON_INVALID_PAGE_TOKEN, "page_token");
  Call other = call_;
  other.viewer.principal = "bob";
  EXPECT_THAT(tokens_.Open(other, request_), refused);
  other = call_;
  other.method = "probity.v1.RegistryService/ListMissions";
  EXPECT_THAT(tokens_.Open(other, request_), refused);
  request_.set_mission("missions/MINUSCA");
  EXPECT_THAT(tokens_.Open(call_, request_), refused);
}

TEST_F(Pages, TokenOfAnotherKeyIsRefused) {
  const PageTokens others(SealedTokens::Key{8}, rng_);
  request_.set_page_token(TokenAfter(1, 1));
  EXPECT_THAT(others.Open(call_, request_),
              Refused(v1::ERROR_REASON_INVALID_PAGE_TOKEN, "page_token"));
}

TEST_F(Pages, AnyAlteredTokenIsRefused) {
  const std::string token = TokenAfter(1, 1);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    request_.set_page_token(altered);
    EXPECT_THAT(tokens_.Open(call_, request_),
                Refused(v1::ERROR_REASON_INVALID_PAGE_TOKEN, "page_token"))
        << i;
  }
  for (const std::string& wrong :
       {std::string("x"), token + "AAAA", token.substr(4), "ä" + token}) {
    request_.set_page_token(wrong);
    EXPECT_THAT(tokens_.Open(call_, request_),
                Refused(v1::ERROR_REASON_INVALID_PAGE_TOKEN, "page_token"));
  }
}

TEST_F(Pages, TokensOfTheSamePlaceDiffer) { EXPECT_NE(TokenAfter(1, 1), TokenAfter(1, 1)); }

TEST_F(Pages, AsOfIsATimeBetween1970AndNow) {
  auto* as_of = request_.mutable_as_of();
  as_of->set_seconds(absl::ToUnixSeconds(call_.now) - 60);
  EXPECT_EQ(tokens_.Open(call_, request_)->as_of.time, call_.now - absl::Seconds(60));
  as_of->set_seconds(absl::ToUnixSeconds(call_.now) + 1);
  EXPECT_THAT(tokens_.Open(call_, request_), Refused(v1::ERROR_REASON_INVALID_DATE, "as_of"));
  as_of->set_seconds(-1);
  EXPECT_THAT(tokens_.Open(call_, request_), Refused(v1::ERROR_REASON_INVALID_DATE, "as_of"));
  as_of->set_seconds(0);
  as_of->set_nanos(1'000'000'000);
  EXPECT_THAT(tokens_.Open(call_, request_), Refused(v1::ERROR_REASON_INVALID_DATE, "as_of"));
}

TEST_F(Pages, AListWithoutAsOfIsPagedToo) {
  call_.method = "probity.v1.RegistryService/ListMissions";
  v1::ListMissionsRequest request;
  request.set_page_token(
      tokens_.Next(call_, request, storage::Cursor{.after = 3}, {.epoch = 1, .seq = 4}));
  EXPECT_EQ(tokens_.Open(call_, request)->cursor.after, 3);
}

}  // namespace
}  // namespace probity::core
