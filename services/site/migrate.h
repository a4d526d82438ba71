// Moves the register that a configuration names to the other engine that it names.
#ifndef PROBITY_SERVICES_SITE_MIGRATE_H_
#define PROBITY_SERVICES_SITE_MIGRATE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "probity/v1/admin.pb.h"
#include "services/config/config.h"
#include "storage/assembly/register.h"
#include "storage/rng.h"

namespace probity {

// `source` is the configuration's register, open. INVALID_ARGUMENT: not from where it is to
// another engine. FAILED_PRECONDITION: the configuration has no section of that engine. Otherwise
// as moving::Mover.
absl::Status MigrateRegister(
    const Config::Register& config, assembly::Register& source, v1::Engine from, v1::Engine to,
    storage::Rng& rng, absl::FunctionRef<absl::Status(const v1::MigrateRegisterResponse&)> told);

// After a move away from the configuration's engine that has not ended: the other place says
// whether it did. Either that is the register then, or this one can be opened again. Errors change
// nothing, and say what to do.
absl::Status EndMove(const Config::Register& config, storage::Rng& rng);

}  // namespace probity

#endif  // PROBITY_SERVICES_SITE_MIGRATE_H_
