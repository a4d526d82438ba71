// Two open engines whose schema is made, whether they hold a register or not: what storage/moving
// copies to, and what is mended before it can be opened.
#ifndef PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_
#define PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_

#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "storage/assembly/assembly.h"

namespace probity::assembly {

struct Destination {
  std::shared_ptr<void> holds;  // The engines, as long as this lives.
  Engines engines;
  // The store over them, to be read, whether the register's own row is there or not. Errors as
  // Assembly::Open's.
  std::function<absl::StatusOr<std::unique_ptr<Assembly>>()> assemble;
};

// Over engines that live in `holds`. `rng` outlives it.
Destination DestinationOver(std::shared_ptr<void> holds, const Engines& engines,
                            const sealing::SecretKey& root, Options options, storage::Rng& rng);

// Begins a new epoch (storage/sql/epoch.h) in a register that nobody has open: it was put back from
// a copy, or is the register from now on although a move of it has not ended. Errors as
// Assembly::Open's, but for that.
absl::Status BeginEpoch(const Destination& place, absl::Time now);

}  // namespace probity::assembly

#endif  // PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_
