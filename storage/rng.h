// Where randomness comes from: keys, nonces, ids. Tests give a seed.
#ifndef PROBITY_STORAGE_RNG_H_
#define PROBITY_STORAGE_RNG_H_

#include <cstdint>

#include "absl/types/span.h"

namespace probity::storage {

// Thread-safe.
class Rng {
 public:
  virtual ~Rng() = default;
  virtual void Fill(absl::Span<uint8_t> bytes) = 0;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_RNG_H_
