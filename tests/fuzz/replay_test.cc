// Every file of every corpus, without a fuzzer: seeds, and what a fuzzer once found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

class FuzzReplay : public testing::TestWithParam<Target> {};

TEST_P(FuzzReplay, ACorpusHasNoFinding) {
  std::vector<std::filesystem::path> files;
  const auto folder =
      std::filesystem::path(PROBITY_FUZZ_FOLDER) / "corpus" / std::string(GetParam().name);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  ASSERT_FALSE(files.empty());
  std::sort(files.begin(), files.end());
  GetParam().run("");
  for (const auto& path : files) {
    std::cerr << path.string() << std::endl;  // A finding ends the program: the last is the one.
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    GetParam().run(bytes);
    // Cut short and beheaded, as a fuzzer would begin.
    GetParam().run(absl::string_view(bytes).substr(0, bytes.size() / 2));
    GetParam().run(absl::string_view(bytes).substr(bytes.size() / 3));
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, testing::ValuesIn(kTargets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace probity::matching::fuzz
