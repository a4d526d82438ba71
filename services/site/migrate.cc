#include "services/site/migrate.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/site/options.h"
#include "storage/assembly/register_part.h"
#include "storage/moving/hand_over.h"
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

// The same, as if the register were there.
Config::Register OnTheOther(Config::Register config) {
  const bool on_sqlite = config.engine == Config::Engine::kSqlite;
  config.engine = on_sqlite ? Config::Engine::kPostgresql : Config::Engine::kSqlite;
  return config;
}

// Files that are not there would be made, and nothing can be asked of those.
absl::Status CheckThere(const Config::Register& config) {
  if (config.engine != Config::Engine::kSqlite) return absl::OkStatus();
  for (const auto& [part, path] : {std::pair(assembly::RegisterPart::kData, config.sqlite.data),
                                   {assembly::RegisterPart::kKeys, config.sqlite.keys}}) {
    std::error_code ignored;
    if (path.empty() || std::filesystem::exists(path, ignored)) continue;
    return assembly::About(
        {part}, FailedPrecondition("there is no such file").Reason(v1::ERROR_REASON_GUARD_NOT_MET));
  }
  return absl::OkStatus();
}

absl::Status AskTheOther(const Config::Register& config, storage::Rng& rng) {
  const Config::Register other = OnTheOther(config);
  PROBITY_RETURN_IF_ERROR(CheckThere(other));
  PROBITY_ASSIGN_OR_RETURN(const assembly::Destination there, Prepare(other, EngineOf(other), rng));
  const absl::StatusOr<assembly::Destination> here = Prepare(config, EngineOf(config), rng);
  if (!here.ok()) return WithKeys(here.status(), config);
  return moving::EndMove(here->engines, there.engines);
}

}  // namespace

absl::Status EndMove(const Config::Register& config, storage::Rng& rng) {
  const absl::Status ended = WithKeys(AskTheOther(config, rng), OnTheOther(config));
  if (ended.ok()) return ended;
  return FailedPrecondition(
             absl::StrCat("a move of the register has not ended, and the other place does not say "
                          "whether it is the register now: ",
                          std::string(ended.message()),
                          "; start again when it does, or, if it is lost, --begin-epoch first"))
      .Reason(ReasonOf(ended));
}

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
