// The operating system's randomness.
#ifndef PROBITY_STORAGE_SEALING_SYSTEM_RNG_H_
#define PROBITY_STORAGE_SEALING_SYSTEM_RNG_H_

#include "storage/rng.h"

namespace probity::sealing {

class SystemRng final : public storage::Rng {
 public:
  SystemRng();
  void Fill(absl::Span<uint8_t> bytes) override;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_SYSTEM_RNG_H_
