// Which words of the inputs are to learn from; the others are to check on. pairs.py says the same.
#ifndef PROBITY_SERVICES_MATCHING_LEARN_HALVES_H_
#define PROBITY_SERVICES_MATCHING_LEARN_HALVES_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace probity::matching {

// By FNV-1a, 32 bits, of the native word as UTF-8.
inline bool Learns(absl::string_view word) {
  uint32_t hash = 2166136261u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash >> 16 & 1) != 0;
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LEARN_HALVES_H_
