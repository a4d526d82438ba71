#include "services/site/site.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/site/migrate.h"
#include "services/site/options.h"
#include "storage/assembly/register_part.h"

namespace probity {

sqlite::RegisterOptions OnSqlite(const Config::Register& config, absl::string_view build) {
  sqlite::RegisterOptions options;
  options.data_path = config.sqlite.data;
  options.keys_path = config.sqlite.keys;
  options.root_key_path = config.root_key;
  options.readers = config.readers;
  options.instance = config.instance;
  options.build = std::string(build);
  return options;
}

postgres::RegisterOptions OnPostgresql(const Config::Register& config, absl::string_view build) {
  postgres::RegisterOptions options;
  options.data = config.postgresql.data;
  options.keys = config.postgresql.keys;
  options.root_key_path = config.root_key;
  options.readers = config.readers;
  options.instance = config.instance;
  options.build = std::string(build);
  return options;
}

namespace {

using assembly::RegisterPart;

// "sqlite.data = PATH"; of a connection string, which may hold a password, the key alone.
std::string KeyOf(RegisterPart part, const Config::Register& config, absl::string_view backup) {
  const bool on_sqlite = config.engine == Config::Engine::kSqlite;
  switch (part) {
    case RegisterPart::kData:
      return on_sqlite ? absl::StrCat("sqlite.data = ", config.sqlite.data) : "postgresql.data";
    case RegisterPart::kKeys:
      return on_sqlite ? absl::StrCat("sqlite.keys = ", config.sqlite.keys) : "postgresql.keys";
    case RegisterPart::kRootKey:
      return absl::StrCat("register.root_key = ", config.root_key);
    case RegisterPart::kBackup:
      return absl::StrCat("--restore ", backup);
  }
  return "";
}

absl::Status NotThere(absl::string_view what) {
  return ErrorBuilder(absl::StatusCode::kUnimplemented, what)
      .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
}

absl::StatusOr<std::unique_ptr<assembly::Register>> OpenHere(const Config::Register& config,
                                                             absl::string_view build,
                                                             storage::Rng& rng) {
  if (config.engine == Config::Engine::kPostgresql) {
    auto opened = postgres::PgRegister::Open(OnPostgresql(config, build), rng);
    if (!opened.ok()) return WithKeys(opened.status(), config);
    return *std::move(opened);
  }
  auto opened = sqlite::SqliteRegister::Open(OnSqlite(config, build), rng);
  if (!opened.ok()) return WithKeys(opened.status(), config);
  return *std::move(opened);
}

}  // namespace

absl::Status WithKeys(const absl::Status& status, const Config::Register& config,
                      absl::string_view backup) {
  std::vector<std::string> keys;
  for (const RegisterPart part : assembly::PartsOf(status)) {
    keys.push_back(KeyOf(part, config, backup));
  }
  if (keys.empty()) return status;
  return ErrorBuilder(status.code(),
                      absl::StrCat(std::string(status.message()), ": ", absl::StrJoin(keys, ", ")))
      .Reason(ReasonOf(status));
}

absl::Status CreateRegister(const Config::Register& config, bool development, storage::Rng& rng) {
  switch (config.engine) {
    case Config::Engine::kSqlite:
      return WithKeys(sqlite::SqliteRegister::Create(OnSqlite(config), development, rng), config);
    case Config::Engine::kPostgresql:
      return WithKeys(postgres::PgRegister::Create(OnPostgresql(config), development, rng), config);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<assembly::Register>> OpenRegister(const Config::Register& config,
                                                                 absl::string_view build,
                                                                 storage::Rng& rng) {
  auto opened = OpenHere(config, build, rng);
  if (ReasonOf(opened.status()) != v1::ERROR_REASON_REGISTER_MOVING) return opened;
  PROBITY_RETURN_IF_ERROR(EndMove(config, rng));
  return OpenHere(config, build, rng);
}

absl::Status RestoreRegister(const std::string& backup, const Config::Register& config,
                             storage::Rng& rng) {
  if (config.engine == Config::Engine::kPostgresql) {
    return NotThere(
        "a register on PostgreSQL is put back by PostgreSQL's own tools, both databases of one "
        "moment; then --begin-epoch");
  }
  return WithKeys(sqlite::RestoreRegister(backup, OnSqlite(config), rng), config, backup);
}

absl::Status BeginEpoch(const Config::Register& config, storage::Rng& rng) {
  switch (config.engine) {
    case Config::Engine::kSqlite:
      return WithKeys(sqlite::BeginEpoch(OnSqlite(config), rng), config);
    case Config::Engine::kPostgresql:
      return WithKeys(postgres::BeginEpoch(OnPostgresql(config), rng), config);
  }
  return absl::OkStatus();
}

}  // namespace probity
