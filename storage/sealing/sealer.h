// Sealed values: what stands in the columns that hold personal or confidential data. The format is
// in README.md.
#ifndef PROBITY_STORAGE_SEALING_SEALER_H_
#define PROBITY_STORAGE_SEALING_SEALER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "probity/v1/options.pb.h"
#include "storage/rng.h"
#include "storage/sealing/keyring.h"

namespace probity::sealing {

// Where a value belongs. A value opens nowhere else: not in another row, domain or version.
struct Place {
  v1::Kind kind = v1::KIND_UNSPECIFIED;
  int64_t entity = 0;
  v1::Domain domain = v1::DOMAIN_UNSPECIFIED;
  int64_t from_seq = 0;
};

// Thread-safe. Borrows the keyring and the source of randomness.
class Sealer {
 public:
  Sealer(Keyring& keyring, storage::Rng& rng) : keyring_(keyring), rng_(rng) {}

  // Errors are those of Keyring::Find; RESOURCE_EXHAUSTED for a value of 2^31 bytes or more.
  absl::StatusOr<std::string> Seal(const KeyId& key, const Place& place,
                                   absl::string_view plaintext) const;

  // NOT_FOUND: the key was destroyed, so the value is erased. DATA_LOSS: this is not what was
  // sealed for this place. `deadline` and other errors are those of Keyring::Find.
  absl::StatusOr<std::string> Open(const Place& place, absl::string_view sealed,
                                   absl::Time deadline = absl::InfiniteFuture()) const;

 private:
  Keyring& keyring_;
  storage::Rng& rng_;
};

// How long a padded value of `bytes` is: Padme (Nikitin and others, PETS 2019), at least 32. At
// most 12 percent are lost, and a length tells no more than its class.
uint64_t PaddedBytes(uint64_t bytes);

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_SEALER_H_
