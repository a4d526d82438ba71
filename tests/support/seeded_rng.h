// Randomness that a test can repeat: the high bytes of a linear congruential generator.
#ifndef PROBITY_TESTS_SUPPORT_SEEDED_RNG_H_
#define PROBITY_TESTS_SUPPORT_SEEDED_RNG_H_

#include <mutex>

#include "storage/rng.h"

namespace probity::test {

class SeededRng final : public storage::Rng {
 public:
  explicit SeededRng(uint64_t seed) : state_(seed) {}
  void Fill(absl::Span<uint8_t> bytes) override {
    const std::lock_guard lock(mutex_);
    for (uint8_t& byte : bytes) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;
      byte = static_cast<uint8_t>(state_ >> 56);
    }
  }

 private:
  std::mutex mutex_;
  uint64_t state_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_SEEDED_RNG_H_
