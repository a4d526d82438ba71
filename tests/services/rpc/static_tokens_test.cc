#include "services/rpc/static_tokens.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/rpc/stage_rig.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::Fails;

TEST(StaticTokens, NameTheirPrincipal) {
  const StaticTokens tokens = *StaticTokens::Make(
      {test::TestToken("officer", v1::CDT_OFFICER), test::TestToken("admin", v1::SYSTEM_ADMIN)});
  const auto principal = tokens.Authenticate("Bearer officer-token");
  ASSERT_TRUE(principal.ok());
  EXPECT_EQ(principal->name, "officer");
  EXPECT_THAT(principal->roles, testing::ElementsAre(v1::CDT_OFFICER));
  EXPECT_EQ(tokens.Authenticate("Bearer admin-token")->name, "admin");
}

TEST(StaticTokens, NothingElseIsAccepted) {
  const StaticTokens tokens = *StaticTokens::Make({test::TestToken("officer", v1::CDT_OFFICER)});
  EXPECT_THAT(tokens.Authenticate(""),
              Fails(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_NO_CREDENTIALS));
  for (const char* wrong :
       {"officer-token", "bearer officer-token", "Bearer", "Bearer ", "Bearer officer-token ",
        "Bearer officer-toke", "Basic officer-token"}) {
    EXPECT_THAT(tokens.Authenticate(wrong),
                Fails(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_BAD_CREDENTIALS))
        << wrong;
  }
}

TEST(StaticTokens, HashOfATokenIsNoToken) {
  const StaticTokens tokens = *StaticTokens::Make({test::TestToken("officer", v1::CDT_OFFICER)});
  EXPECT_FALSE(tokens.Authenticate("Bearer " + HashToken("officer-token")).ok());
}

TEST(StaticTokens, WrongHashesAreRefused) {
  NamedToken token = test::TestToken("officer", v1::CDT_OFFICER);
  EXPECT_FALSE(StaticTokens::Make({token, token}).ok());
  for (const std::string& wrong : {std::string(), std::string(64, 'x'), token.hash + "00"}) {
    token.hash = wrong;
    EXPECT_FALSE(StaticTokens::Make({token}).ok()) << wrong;
  }
}

TEST(StaticTokens, MadeTokensDiffer) {
  test::SeededRng rng(1);
  const std::string token = MakeToken(rng);
  EXPECT_EQ(token.size(), 64u);
  EXPECT_NE(token, MakeToken(rng));
}

}  // namespace
}  // namespace probity::rpc
