#include "storage/sqlite/register/sqlite_register.h"

#include <filesystem>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/assembly.h"
#include "storage/assembly/register_part.h"
#include "storage/sealing/root_key.h"
#include "storage/sqlite/files.h"
#include "storage/sqlite/key_migrations.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/register/backup_pair.h"
#include "storage/sqlite/register/new_pair.h"

namespace probity::sqlite {
namespace {

using assembly::About;
using assembly::RegisterPart;

// "prbd" and "prbk".
constexpr int32_t kDataFile = 0x70726264;
constexpr int32_t kKeysFile = 0x7072626b;

absl::StatusOr<std::unique_ptr<SqliteEngine>> OpenEngine(const RegisterOptions& options,
                                                         const std::string& path,
                                                         int32_t application_id,
                                                         sql::Migrations migrations, Fault& fault) {
  SqliteOptions engine;
  engine.path = path;
  engine.application_id = application_id;
  engine.migrations = migrations;
  engine.readers = options.readers;
  engine.space = options.space;
  engine.free_bytes = options.free_bytes;
  engine.checkpoint_bytes = options.checkpoint_bytes;
  engine.vfs = options.vfs;
  engine.fault = &fault;
  engine.now = options.now;
  return SqliteEngine::Open(engine);
}

assembly::Options AssemblyOptions(const RegisterOptions& options) {
  assembly::Options assembling;
  assembling.store.instance = options.instance;
  assembling.store.build = options.build;
  assembling.store.engine_name = "SQLite";
  assembling.store.schema_version = static_cast<int>(std::size(kMigrations));
  assembling.now = options.now;
  assembling.direct_writer = options.direct_writer;
  return assembling;
}

absl::Status CheckThere(const RegisterOptions& options) {
  if (!options.vfs.empty() || Exists(options.data_path)) return absl::OkStatus();
  return About({RegisterPart::kData},
               ErrorBuilder(absl::StatusCode::kNotFound, "there is no register at this path")
                   .Reason(v1::ERROR_REASON_NOT_FOUND));
}

// The same register, while it is made.
RegisterOptions At(const NewPair& pair, const RegisterOptions& options) {
  RegisterOptions unfinished = options;
  unfinished.data_path = pair.data();
  unfinished.keys_path = pair.keys();
  return unfinished;
}

}  // namespace

// In the order in which they are made; destroyed in reverse.
struct SqliteRegister::Parts {
  Fault fault;  // One for both files: without its keys the data cannot be read.
  std::unique_ptr<SqliteEngine> keys;
  std::unique_ptr<SqliteEngine> data;
  std::unique_ptr<assembly::Assembly> assembly;
  std::mutex backing_up;

  // The position is one that the copy holds: it was read before copying began.
  absl::StatusOr<storage::BackupResult> BackUp(const std::string& folder) {
    const std::lock_guard one_at_a_time(backing_up);
    PROBITY_ASSIGN_OR_RETURN(const storage::RegisterStatus status, assembly->store().Status());
    PROBITY_RETURN_IF_ERROR(BackUpPair(data->reader_options(), keys->reader_options(), folder));
    storage::BackupResult result{.position = status.position, .data_bytes = 0, .keys_bytes = 0};
    std::error_code ignored;
    const std::filesystem::path made(folder);
    result.data_bytes = static_cast<int64_t>(std::filesystem::file_size(made / "data.db", ignored));
    result.keys_bytes = static_cast<int64_t>(std::filesystem::file_size(made / "keys.db", ignored));
    return result;
  }
};

SqliteRegister::SqliteRegister(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SqliteRegister::~SqliteRegister() = default;

storage::Store& SqliteRegister::store() { return parts_->assembly->store(); }
sealing::Keyring& SqliteRegister::keyring() { return parts_->assembly->keyring(); }
const sealing::Digester& SqliteRegister::digester() const { return parts_->assembly->digester(); }
std::string SqliteRegister::engine_description() const {
  return absl::StrCat("SQLite ", LibraryDescription());
}
bool SqliteRegister::recovered() const {
  return parts_->data->recovered() || parts_->keys->recovered();
}
sql::Engine& SqliteRegister::engine() { return *parts_->data; }
sql::Engine& SqliteRegister::key_engine() { return *parts_->keys; }
absl::Status SqliteRegister::Accept(sql::Accepts accepts) {
  return parts_->assembly->store().Accept(accepts);
}
sql::Writer& SqliteRegister::writer() { return parts_->assembly->writer(); }

absl::StatusOr<std::unique_ptr<SqliteRegister::Parts>> SqliteRegister::OpenFiles(
    const RegisterOptions& options) {
  auto parts = std::make_unique<Parts>();
  PROBITY_ASSIGN_OR_RETURN(
      parts->keys, About({RegisterPart::kKeys}, OpenEngine(options, options.keys_path, kKeysFile,
                                                           kKeyMigrations, parts->fault)));
  PROBITY_ASSIGN_OR_RETURN(
      parts->data, About({RegisterPart::kData}, OpenEngine(options, options.data_path, kDataFile,
                                                           kMigrations, parts->fault)));
  return parts;
}

absl::Status SqliteRegister::Create(const RegisterOptions& options, bool development,
                                    storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<NewPair> pair,
                           NewPair::Begin(options.data_path, options.keys_path));
  if (!Exists(options.root_key_path)) {
    PROBITY_RETURN_IF_ERROR(About({RegisterPart::kRootKey},
                                  sealing::CreateRootKey(options.root_key_path, rng).status()));
  }
  PROBITY_RETURN_IF_ERROR(Fill(At(*pair, options), development, rng));
  return pair->Publish();
}

absl::Status SqliteRegister::Fill(const RegisterOptions& options, bool development,
                                  storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<Parts> parts, OpenFiles(options));
  return assembly::Assembly::Create({*parts->data, *parts->keys}, root, AssemblyOptions(options),
                                    development, rng);
}

absl::StatusOr<assembly::Destination> SqliteRegister::Prepare(const RegisterOptions& options,
                                                              storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<Parts> opened, OpenFiles(options));
  const std::shared_ptr<Parts> parts = std::move(opened);
  return assembly::DestinationOver(parts, {*parts->data, *parts->keys}, root,
                                   AssemblyOptions(options), rng);
}

absl::StatusOr<std::unique_ptr<SqliteRegister>> SqliteRegister::Open(const RegisterOptions& options,
                                                                     storage::Rng& rng) {
  PROBITY_RETURN_IF_ERROR(CheckThere(options));
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterPart::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<Parts> parts, OpenFiles(options));
  assembly::Options assembling = AssemblyOptions(options);
  assembling.store.backup =
      [p = parts.get()](const std::string& folder) -> absl::StatusOr<storage::BackupResult> {
    return p->BackUp(folder);
  };
  PROBITY_ASSIGN_OR_RETURN(parts->assembly, assembly::Assembly::Open({*parts->data, *parts->keys},
                                                                     root, assembling, rng));
  return std::unique_ptr<SqliteRegister>(new SqliteRegister(std::move(parts)));
}

absl::Status RestoreRegister(const std::string& backup_folder, const RegisterOptions& options,
                             storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<NewPair> pair,
                           NewPair::Begin(options.data_path, options.keys_path));
  PROBITY_RETURN_IF_ERROR(RestorePair(backup_folder, pair->data(), pair->keys()));
  PROBITY_RETURN_IF_ERROR(BeginEpoch(At(*pair, options), rng));
  return pair->Publish();
}

absl::Status BeginEpoch(const RegisterOptions& options, storage::Rng& rng) {
  PROBITY_RETURN_IF_ERROR(CheckThere(options));
  PROBITY_ASSIGN_OR_RETURN(const assembly::Destination place,
                           SqliteRegister::Prepare(options, rng));
  return assembly::BeginEpoch(place, options.now());
}

}  // namespace probity::sqlite
