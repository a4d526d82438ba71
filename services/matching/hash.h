// A hash that is the same on every machine and in every run: absl's is seeded. Internal.
#ifndef PROBITY_SERVICES_MATCHING_HASH_H_
#define PROBITY_SERVICES_MATCHING_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace probity::matching {

// Spreads a number over all bits.
inline uint64_t Mix(uint64_t number) {
  number ^= number >> 32;
  number *= 0xd6e8feb86659fd93u;
  number ^= number >> 32;
  number *= 0xd6e8feb86659fd93u;
  return number ^ (number >> 32);
}

// FNV-1a with a finishing mix. `kind` keeps the key spaces apart.
inline uint64_t Hash(absl::string_view text, uint64_t kind) {
  uint64_t hash = 0xcbf29ce484222325u ^ (kind * 0x9e3779b97f4a7c15u);
  for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3u;
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93u;
  return hash ^ (hash >> 32);
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_HASH_H_
