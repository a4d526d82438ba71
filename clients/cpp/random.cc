#include "clients/cpp/random.h"

#include <random>

#include "absl/strings/str_format.h"

namespace probity::client {

RandomBits SystemRandom() {
  return [] {
    std::random_device device("/dev/urandom");
    return uint64_t{device()} << 32 | device();
  };
}

std::string NewRequestId(const RandomBits& random) {
  constexpr uint64_t kVersion4 = uint64_t{4} << 12;
  constexpr uint64_t kVariant = uint64_t{1} << 63;
  const uint64_t high = (random() & ~(uint64_t{0xf} << 12)) | kVersion4;
  const uint64_t low = (random() & ~(uint64_t{3} << 62)) | kVariant;
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, high >> 16 & 0xffff,
                         high & 0xffff, low >> 48, low & 0xffffffffffff);
}

}  // namespace probity::client
