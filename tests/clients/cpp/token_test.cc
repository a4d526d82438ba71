#include "clients/cpp/token.h"

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::client {
namespace {

TEST(Token, IsWhatABearerTokenMayBe) {
  EXPECT_TRUE(IsToken("abc-._~+/=09"));
  EXPECT_FALSE(IsToken(""));
  EXPECT_FALSE(IsToken("a b"));
  EXPECT_FALSE(IsToken("a\nb"));
  EXPECT_FALSE(IsToken(std::string(4'097, 'a')));
}

TEST(Token, ComesFromTheFirstLineOfItsFile) {
  const test::TempFolder folder;
  const std::string path = folder.path() + "/token";
  std::ofstream(path) << "s3cret \nsecond line\n";
  const auto token = ReadTokenFile(path);
  ASSERT_THAT(token, test::IsOk());
  EXPECT_EQ(*token, "s3cret");
}

TEST(Token, ABadFileIsRefusedWithoutQuotingIt) {
  const test::TempFolder folder;
  const std::string path = folder.path() + "/token";
  std::ofstream(path) << "not a token\n";
  EXPECT_THAT(ReadTokenFile(path), test::FailsWith(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadTokenFile(path).status().ToString(), testing::Not(testing::HasSubstr("not a")));
  EXPECT_THAT(ReadTokenFile(path + "2"), test::FailsWith(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace probity::client
