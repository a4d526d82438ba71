// Expectations in text files that people review. The build target `golden` writes them anew: read
// the difference before you keep it.
#ifndef PROBITY_TESTS_SUPPORT_GOLDEN_H_
#define PROBITY_TESTS_SUPPORT_GOLDEN_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"

namespace probity::test {

// `path` is from the repository root, which is where tests run.
inline std::string ReadGolden(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void ExpectGolden(const std::string& path, const std::string& actual) {
  if (std::getenv("PROBITY_REWRITE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(actual, ReadGolden(path)) << path << " is not what this build says: build `golden`";
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_GOLDEN_H_
