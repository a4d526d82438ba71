#include "storage/sqlite/register/sqlite_register.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sealing/keyring.h"
#include "storage/sealing/opaque_id.h"
#include "storage/sealing/root_key.h"
#include "storage/sealing/sealer.h"
#include "storage/sealing/sql_key_store.h"
#include "storage/sql/epoch.h"
#include "storage/sql/group_commit.h"
#include "storage/sql/reference_data.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"
#include "storage/sqlite/files.h"
#include "storage/sqlite/key_migrations.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/register/backup_pair.h"
#include "storage/sqlite/register/new_pair.h"
#include "storage/sqlite/register/register_file.h"

namespace probity::sqlite {
namespace {

absl::StatusOr<std::unique_ptr<SqliteEngine>> OpenEngine(const RegisterOptions& options,
                                                         const std::string& path,
                                                         Migrations migrations, Fault& fault) {
  SqliteOptions engine;
  engine.path = path;
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

absl::Status RunOne(sql::Writer& writer, std::function<absl::Status(sql::Session&)> body) {
  return writer.Run({.body = std::move(body), .committed = [] {}}, absl::InfiniteFuture());
}

// Who writes what a register begins with.
storage::Caller Itself(const char* method, absl::Time now) {
  return {.viewer = storage::Viewer::System(), .method = method, .request_id = "", .now = now};
}

absl::string_view Bytes(const sealing::RegisterId& id) {
  return {reinterpret_cast<const char*>(id.data()), id.size()};
}

// The same register, while it is made.
RegisterOptions At(const NewPair& pair, const RegisterOptions& options) {
  RegisterOptions unfinished = options;
  unfinished.data_path = pair.data();
  unfinished.keys_path = pair.keys();
  return unfinished;
}

// The files belong together if both hold the same register id.
absl::Status CheckPair(sql::Engine& data, const sealing::RegisterId& id) {
  bool pair = false;
  PROBITY_RETURN_IF_ERROR(data.Read([&](sql::Session& session) {
    return session.Query(sql::Statement(sql::kRegister, "read_register"), sql::Plan::kNow, {},
                         [&](const sql::Row& row) {
                           pair = row.bytes(0) == Bytes(id);
                           return absl::OkStatus();
                         });
  }));
  if (pair) return absl::OkStatus();
  return About({RegisterFile::kData, RegisterFile::kKeys},
               FailedPrecondition("the data file and the key file are of different registers")
                   .Reason(v1::ERROR_REASON_DATA_DAMAGED));
}

}  // namespace

// In the order in which they are made; destroyed in reverse.
struct SqliteRegister::Parts {
  Fault fault;  // One for both files: without its keys the data cannot be read.
  std::unique_ptr<SqliteEngine> keys;
  std::unique_ptr<SqliteEngine> data;
  std::optional<sealing::SqlKeyStore> key_store;
  std::unique_ptr<sealing::Keyring> keyring;
  std::optional<sealing::Sealer> sealer;
  std::optional<sealing::OpaqueIds> ids;
  std::optional<sql::OpaqueNames> names;
  std::unique_ptr<sql::Codecs> codecs;
  std::optional<sealing::References> references;
  std::optional<sealing::Digester> digester;
  std::unique_ptr<sql::Writer> writer;
  std::optional<sql::SqlStore> store;
  std::mutex backing_up;

  // The position is one that the copy holds: it was read before copying began.
  absl::StatusOr<storage::BackupResult> BackUp(const std::string& folder) {
    const std::lock_guard one_at_a_time(backing_up);
    PROBITY_ASSIGN_OR_RETURN(const storage::RegisterStatus status, store->Status());
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

storage::Store& SqliteRegister::store() { return *parts_->store; }
sealing::Keyring& SqliteRegister::keyring() { return *parts_->keyring; }
const sealing::Digester& SqliteRegister::digester() const { return *parts_->digester; }
bool SqliteRegister::recovered() const {
  return parts_->data->recovered() || parts_->keys->recovered();
}
sql::Engine& SqliteRegister::engine() { return *parts_->data; }
sql::Writer& SqliteRegister::writer() { return *parts_->writer; }

absl::StatusOr<std::unique_ptr<SqliteRegister>> SqliteRegister::OpenFiles(
    const RegisterOptions& options, storage::Rng& rng, bool create) {
  PROBITY_ASSIGN_OR_RETURN(
      const sealing::SecretKey root,
      About({RegisterFile::kRootKey}, sealing::ReadRootKey(options.root_key_path)));
  auto parts = std::make_unique<Parts>();
  PROBITY_ASSIGN_OR_RETURN(
      parts->keys, About({RegisterFile::kKeys},
                         OpenEngine(options, options.keys_path, kKeyMigrations, parts->fault)));
  PROBITY_ASSIGN_OR_RETURN(
      parts->data, About({RegisterFile::kData},
                         OpenEngine(options, options.data_path, kMigrations, parts->fault)));
  parts->key_store.emplace(*parts->keys);
  PROBITY_ASSIGN_OR_RETURN(parts->keyring,
                           About({RegisterFile::kRootKey, RegisterFile::kKeys},
                                 create ? sealing::Keyring::Create(*parts->key_store, root, rng)
                                        : sealing::Keyring::Open(*parts->key_store, root, rng)));
  sealing::Keyring& keyring = *parts->keyring;
  parts->sealer.emplace(keyring, rng);
  parts->ids.emplace(keyring.ForRegister(sealing::Purpose::kNames));
  parts->names.emplace(*parts->ids, sql::ResourceMessages());
  PROBITY_ASSIGN_OR_RETURN(parts->codecs, sql::Codecs::Make(*parts->names, *parts->sealer));
  parts->references.emplace(keyring.ForRegister(sealing::Purpose::kReferences));
  parts->digester.emplace(keyring.ForRegister(sealing::Purpose::kDigests));
  if (options.direct_writer) {
    parts->writer = std::make_unique<sql::DirectWriter>(*parts->data);
  } else {
    parts->writer = std::make_unique<sql::GroupCommit>(*parts->data, options.now);
  }
  sql::StoreOptions store;
  store.instance = options.instance;
  store.build = options.build;
  store.engine_name = "SQLite";
  store.schema_version = static_cast<int>(std::size(kMigrations));
  store.backup =
      [p = parts.get()](const std::string& folder) -> absl::StatusOr<storage::BackupResult> {
    return p->BackUp(folder);
  };
  parts->store.emplace(sql::StoreParts{*parts->data, *parts->writer, *parts->codecs, *parts->names,
                                       keyring, *parts->references, *parts->digester},
                       std::move(store));
  return std::unique_ptr<SqliteRegister>(new SqliteRegister(std::move(parts)));
}

absl::Status SqliteRegister::Create(const RegisterOptions& options, bool development,
                                    storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<NewPair> pair,
                           NewPair::Begin(options.data_path, options.keys_path));
  if (!Exists(options.root_key_path)) {
    PROBITY_RETURN_IF_ERROR(About({RegisterFile::kRootKey},
                                  sealing::CreateRootKey(options.root_key_path, rng).status()));
  }
  PROBITY_RETURN_IF_ERROR(Fill(At(*pair, options), development, rng));
  return pair->Publish();
}

absl::Status SqliteRegister::Fill(const RegisterOptions& options, bool development,
                                  storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<SqliteRegister> made,
                           OpenFiles(options, rng, /*create=*/true));
  const absl::Time now = options.now();
  const storage::Caller caller = Itself("create", now);
  PROBITY_RETURN_IF_ERROR(made->parts_->store->LoadReferenceFiles(caller));
  PROBITY_RETURN_IF_ERROR(RunOne(*made->parts_->writer, [&](sql::Session& session) {
    return session
        .Execute(sql::Statement(sql::kRegister, "insert_register"),
                 {{{"register_id", sql::Blob{Bytes(made->keyring().register_id())}},
                   {"development", int64_t{development}},
                   {"created_time", absl::ToUnixMicros(now)}}})
        .status();
  }));
  return made->store().WriteWindow(
      caller, [](storage::WriteTx& tx) { return sql::InsertInitialRegistry(tx); });
}

absl::StatusOr<std::unique_ptr<SqliteRegister>> SqliteRegister::Open(const RegisterOptions& options,
                                                                     storage::Rng& rng) {
  if (options.vfs.empty() && !Exists(options.data_path)) {
    return About({RegisterFile::kData},
                 ErrorBuilder(absl::StatusCode::kNotFound, "there is no register at this path")
                     .Reason(v1::ERROR_REASON_NOT_FOUND));
  }
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<SqliteRegister> opened,
                           OpenFiles(options, rng, /*create=*/false));
  PROBITY_RETURN_IF_ERROR(CheckPair(opened->engine(), opened->keyring().register_id()));
  PROBITY_RETURN_IF_ERROR(opened->parts_->store->LoadReferenceFiles(Itself("open", options.now())));
  return opened;
}

absl::Status RestoreRegister(const std::string& backup_folder, const RegisterOptions& options,
                             storage::Rng& rng) {
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<NewPair> pair,
                           NewPair::Begin(options.data_path, options.keys_path));
  PROBITY_RETURN_IF_ERROR(RestorePair(backup_folder, pair->data(), pair->keys()));
  {
    PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<SqliteRegister> restored,
                             SqliteRegister::Open(At(*pair, options), rng));
    PROBITY_RETURN_IF_ERROR(RunOne(restored->writer(), [&](sql::Session& session) {
      return sql::BeginEpoch(session, options.now());
    }));
  }
  return pair->Publish();
}

}  // namespace probity::sqlite
