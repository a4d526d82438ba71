#include "storage/postgres/register/pg_register.h"

#include <filesystem>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/assembly.h"
#include "storage/assembly/register_part.h"
#include "storage/postgres/key_migrations.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/statements/engine.sql.h"
#include "storage/sealing/root_key.h"
#include "storage/sql/statement.h"

namespace probity::postgres {
namespace {

using assembly::About;
using assembly::RegisterPart;

constexpr ClockStatements kClock = {.lock = &sql::Statement(kEngine, "lock_clock"),
                                    .mark = &sql::Statement(kEngine, "mark_clock")};

// A write that needs keys holds the clock while they are stored, for which other servers wait ten
// seconds. Who makes or moves a register holds up nobody.
constexpr absl::Duration kLongestKeyWrite = absl::Seconds(5);

PgOptions EngineOptions(const RegisterOptions& options) {
  PgOptions engine;
  engine.readers = options.readers;
  engine.longest_read = options.longest_read;
  engine.now = options.now;
  engine.accepts_unsafe_server = options.accepts_unsafe_server;
  engine.count = options.count;
  return engine;
}

assembly::Options AssemblyOptions(const RegisterOptions& options) {
  assembly::Options assembling;
  assembling.store.instance = options.instance;
  assembling.store.build = options.build;
  assembling.store.engine_name = "PostgreSQL";
  assembling.store.schema_version = static_cast<int>(std::size(kMigrations));
  assembling.store.backup = [](const std::string&) -> absl::StatusOr<storage::BackupResult> {
    return FailedPrecondition("a register on PostgreSQL is copied by PostgreSQL's own tools")
        .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
  };
  assembling.now = options.now;
  assembling.direct_writer = options.direct_writer;
  return assembling;
}

}  // namespace

// In the order in which they are made; destroyed in reverse.
struct PgRegister::Parts {
  std::unique_ptr<PgEngine> keys;
  std::unique_ptr<PgEngine> data;
  std::unique_ptr<assembly::Assembly> assembly;
};

PgRegister::PgRegister(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PgRegister::~PgRegister() = default;

storage::Store& PgRegister::store() { return parts_->assembly->store(); }
sealing::Keyring& PgRegister::keyring() { return parts_->assembly->keyring(); }
const sealing::Digester& PgRegister::digester() const { return parts_->assembly->digester(); }
std::string PgRegister::engine_description() const {
  return absl::StrCat("PostgreSQL ", parts_->data->server_version());
}
sql::Engine& PgRegister::engine() { return *parts_->data; }
sql::Engine& PgRegister::key_engine() { return *parts_->keys; }
absl::Status PgRegister::Accept(sql::Accepts accepts) {
  return parts_->assembly->store().Accept(accepts);
}
sql::Writer& PgRegister::writer() { return parts_->assembly->writer(); }

absl::StatusOr<std::unique_ptr<PgRegister::Parts>> PgRegister::Connect(
    const RegisterOptions& options, absl::Duration longest_key_write) {
  auto parts = std::make_unique<Parts>();
  PgOptions keys = EngineOptions(options);
  keys.conninfo = options.keys;
  keys.longest_write = longest_key_write;
  keys.schema = Schema::kKeys;
  keys.migrations = kKeyMigrations;
  PROBITY_ASSIGN_OR_RETURN(parts->keys, About({RegisterPart::kKeys}, PgEngine::Open(keys)));
  PgOptions data = EngineOptions(options);
  data.conninfo = options.data;
  data.schema = Schema::kData;
  data.migrations = kMigrations;
  data.clock = &kClock;
  PROBITY_ASSIGN_OR_RETURN(parts->data, About({RegisterPart::kData}, PgEngine::Open(data)));
  return parts;
}

absl::Status PgRegister::Create(const RegisterOptions& options, bool development,
                                storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<Parts> parts,
                           Connect(options, PgOptions().longest_write));
  PROBITY_ASSIGN_OR_RETURN(const bool there, assembly::HoldsRegister(*parts->data));
  if (there) {
    return About({RegisterPart::kData}, AlreadyExists("there is a register in this database")
                                            .Reason(v1::ERROR_REASON_ALREADY_EXISTS));
  }
  if (!std::filesystem::exists(options.root_key_path)) {
    PROBITY_RETURN_IF_ERROR(About({RegisterPart::kRootKey},
                                  sealing::CreateRootKey(options.root_key_path, rng).status()));
  }
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  return assembly::Assembly::Create({*parts->data, *parts->keys}, root, AssemblyOptions(options),
                                    development, rng);
}

absl::StatusOr<assembly::Destination> PgRegister::Prepare(const RegisterOptions& options,
                                                          storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<Parts> opened,
                           Connect(options, PgOptions().longest_write));
  const std::shared_ptr<Parts> parts = std::move(opened);
  return assembly::DestinationOver(parts, {*parts->data, *parts->keys}, root,
                                   AssemblyOptions(options), rng);
}

absl::StatusOr<std::unique_ptr<PgRegister>> PgRegister::Open(const RegisterOptions& options,
                                                             storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<Parts> parts, Connect(options, kLongestKeyWrite));
  PROBITY_ASSIGN_OR_RETURN(
      parts->assembly,
      assembly::Assembly::Open({*parts->data, *parts->keys}, root, AssemblyOptions(options), rng));
  return std::unique_ptr<PgRegister>(new PgRegister(std::move(parts)));
}

absl::Status BeginEpoch(const RegisterOptions& options, storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const assembly::Destination place, PgRegister::Prepare(options, rng));
  return assembly::BeginEpoch(place, options.now());
}

}  // namespace probity::postgres
