// What the configuration says of a register, in the words of its engine.
#ifndef PROBITY_SERVICES_SITE_OPTIONS_H_
#define PROBITY_SERVICES_SITE_OPTIONS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/config/config.h"
#include "storage/postgres/register/pg_register.h"
#include "storage/sqlite/register/sqlite_register.h"

namespace probity {

sqlite::RegisterOptions OnSqlite(const Config::Register& config, absl::string_view build = "");
postgres::RegisterOptions OnPostgresql(const Config::Register& config,
                                       absl::string_view build = "");

// The error with the keys of the configuration that it is about: for the operator, never for a
// caller.
absl::Status WithKeys(const absl::Status& status, const Config::Register& config,
                      absl::string_view backup = "");

}  // namespace probity

#endif  // PROBITY_SERVICES_SITE_OPTIONS_H_
