// Where a register is to be: two open engines whose schema is made, without a register of their own
// yet. What storage/moving copies to.
#ifndef PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_
#define PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_

#include <functional>
#include <memory>

#include "storage/assembly/assembly.h"

namespace probity::assembly {

struct Destination {
  std::shared_ptr<void> holds;  // The engines, as long as this lives.
  Engines engines;
  // The store over them, to be read, while the register's own row is not there yet. Errors as
  // Assembly::Open's.
  std::function<absl::StatusOr<std::unique_ptr<Assembly>>()> assemble;
};

// Over engines that live in `holds`. `rng` outlives it.
Destination DestinationOver(std::shared_ptr<void> holds, const Engines& engines,
                            const sealing::SecretKey& root, Options options, storage::Rng& rng);

}  // namespace probity::assembly

#endif  // PROBITY_STORAGE_ASSEMBLY_DESTINATION_H_
