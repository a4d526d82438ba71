// A key that is the same byte throughout.
#ifndef PROBITY_TESTS_STORAGE_SEALING_KEY_OF_H_
#define PROBITY_TESTS_STORAGE_SEALING_KEY_OF_H_

#include <algorithm>
#include <cstdint>

#include "storage/sealing/secret_key.h"

namespace probity::sealing {

inline SecretKey KeyOf(uint8_t byte) {
  SecretKey key;
  std::fill_n(key.data(), SecretKey::kBytes, byte);
  return key;
}

}  // namespace probity::sealing

#endif  // PROBITY_TESTS_STORAGE_SEALING_KEY_OF_H_
