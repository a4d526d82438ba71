#include "storage/sealing/digest.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "tests/storage/sealing/key_of.h"

namespace probity::sealing {
namespace {

TEST(Digest, StaysWhatItWas) {
  EXPECT_EQ(absl::BytesToHexString(Digester(KeyOf(7)).Digest("request", "content")),
            "280c0f46d27c3f4e6295e698a8b079d732876a5f29e62c660b6e3eb661b7f89b");
}

TEST(Digest, DiffersByKeyUseAndContent) {
  const Digester digester(KeyOf(1));
  const std::string digest = digester.Digest("use", "content");
  EXPECT_EQ(digest, digester.Digest("use", "content"));
  EXPECT_NE(digest, digester.Digest("use", "contents"));
  EXPECT_NE(digest, digester.Digest("usec", "ontent"));
  EXPECT_NE(digest, Digester(KeyOf(2)).Digest("use", "content"));
  EXPECT_EQ(digest.size(), 32u);
}

}  // namespace
}  // namespace probity::sealing
