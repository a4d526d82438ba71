// The register that a configuration names, on whichever engine. The one place that names a concrete
// store.
#ifndef PROBITY_SERVICES_SITE_SITE_H_
#define PROBITY_SERVICES_SITE_SITE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/config/config.h"
#include "storage/assembly/register.h"
#include "storage/rng.h"

namespace probity {

// Errors say which key of the configuration they are about, and are those of SqliteRegister and
// PgRegister otherwise.

absl::Status CreateRegister(const Config::Register& config, bool development, storage::Rng& rng);

// `build` is the version of the program, which every leaf names. What a move left undecided is
// decided first, with the place where the register was to go (migrate.h, EndMove).
absl::StatusOr<std::unique_ptr<assembly::Register>> OpenRegister(const Config::Register& config,
                                                                 absl::string_view build,
                                                                 storage::Rng& rng);

// Puts a backup where no register is. UNIMPLEMENTED on an engine that has tools of its own.
absl::Status RestoreRegister(const std::string& backup, const Config::Register& config,
                             storage::Rng& rng);

// After other tools than ours have put a copy back; or makes this the register although a move of
// it has not ended, where the other place is lost.
absl::Status BeginEpoch(const Config::Register& config, storage::Rng& rng);

}  // namespace probity

#endif  // PROBITY_SERVICES_SITE_SITE_H_
