// A key in memory.
#ifndef PROBITY_STORAGE_SEALING_SECRET_KEY_H_
#define PROBITY_STORAGE_SEALING_SECRET_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "sodium.h"

namespace probity::sealing {

// 32 bytes, wiped when they go.
class SecretKey {
 public:
  static constexpr size_t kBytes = 32;

  // Zeros, to be filled.
  SecretKey() = default;
  explicit SecretKey(const std::array<uint8_t, kBytes>& bytes) : bytes_(bytes) {}
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }

 private:
  std::array<uint8_t, kBytes> bytes_ = {};
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_SECRET_KEY_H_
