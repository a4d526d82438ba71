// Bytes that look random and are the same in every run with the same seed.
#ifndef PROBITY_TESTS_SUPPORT_TEST_RNG_H_
#define PROBITY_TESTS_SUPPORT_TEST_RNG_H_

#include <cstdint>
#include <mutex>
#include <random>

#include "storage/rng.h"

namespace probity::test {

class TestRng final : public storage::Rng {
 public:
  explicit TestRng(uint64_t seed = 1) : engine_(seed) {}
  void Fill(absl::Span<uint8_t> bytes) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(engine_());
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_TEST_RNG_H_
