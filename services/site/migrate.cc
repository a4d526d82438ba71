#include "services/site/migrate.h"

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/site/options.h"
#include "storage/moving/mover.h"

namespace probity {
namespace {

v1::Engine EngineOf(const Config::Register& config) {
  return config.engine == Config::Engine::kSqlite ? v1::ENGINE_SQLITE : v1::ENGINE_POSTGRESQL;
}

ErrorBuilder WrongEngine(absl::string_view what, absl::string_view field) {
  return InvalidArgument(what).Reason(v1::ERROR_REASON_INVALID_FIELD).Field(field);
}

absl::StatusOr<assembly::Destination> Prepare(const Config::Register& config, v1::Engine to,
                                              storage::Rng& rng) {
  const bool to_sqlite = to == v1::ENGINE_SQLITE;
  const Config::Places& places = to_sqlite ? config.sqlite : config.postgresql;
  if (places.data.empty()) {
    return FailedPrecondition("the server's configuration does not say where that engine is")
        .Reason(v1::ERROR_REASON_GUARD_NOT_MET);
  }
  return to_sqlite ? sqlite::SqliteRegister::Prepare(OnSqlite(config), rng)
                   : postgres::PgRegister::Prepare(OnPostgresql(config), rng);
}

v1::MigrateRegisterResponse ToProto(const moving::Progress& progress) {
  v1::MigrateRegisterResponse told;
  switch (progress.phase) {
    case moving::Phase::kCopying:
      told.set_phase(v1::MigrateRegisterResponse::COPYING);
      break;
    case moving::Phase::kVerifying:
      told.set_phase(v1::MigrateRegisterResponse::VERIFYING);
      break;
    case moving::Phase::kAnswering:
      told.set_phase(v1::MigrateRegisterResponse::COMPARING_ANSWERS);
      break;
    case moving::Phase::kFinishing:
      told.set_phase(v1::MigrateRegisterResponse::FINISHING);
      break;
    case moving::Phase::kMoved:
      told.set_phase(v1::MigrateRegisterResponse::MOVED);
      break;
  }
  told.set_leaves(progress.leaves);
  told.set_total_leaves(progress.total);
  return told;
}

}  // namespace

absl::Status MigrateRegister(
    const Config::Register& config, assembly::Register& source, v1::Engine from, v1::Engine to,
    storage::Rng& rng, absl::FunctionRef<absl::Status(const v1::MigrateRegisterResponse&)> told) {
  if (from != EngineOf(config)) return WrongEngine("the register is not on that engine", "from");
  if (to == from || !v1::Engine_IsValid(to) || to == v1::ENGINE_UNSPECIFIED) {
    return WrongEngine("the register is moved to another engine", "to");
  }
  PROBITY_ASSIGN_OR_RETURN(const assembly::Destination destination, Prepare(config, to, rng));
  return moving::Mover(source, destination).Run([&told](const moving::Progress& progress) {
    return told(ToProto(progress));
  });
}

}  // namespace probity
