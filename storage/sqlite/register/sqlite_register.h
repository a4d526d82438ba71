// A whole register on SQLite: data.db and keys.db, opened as a pair, behind one Store.
#ifndef PROBITY_STORAGE_SQLITE_REGISTER_SQLITE_REGISTER_H_
#define PROBITY_STORAGE_SQLITE_REGISTER_SQLITE_REGISTER_H_

#include <functional>
#include <memory>
#include <string>

#include "storage/assembly/destination.h"
#include "storage/assembly/register.h"
#include "storage/rng.h"
#include "storage/sqlite/sqlite_engine.h"

namespace probity::sqlite {

// Errors of Create, Open and RestoreRegister say which part they are about:
// storage/assembly/register_part.h.
struct RegisterOptions {
  std::string data_path;
  std::string keys_path;
  std::string root_key_path;
  int64_t instance = 1;
  std::string build;
  int readers = 4;
  SpaceLimits space;
  FreeBytesFunction free_bytes;
  int64_t checkpoint_bytes = SqliteOptions().checkpoint_bytes;
  // Of both files; for Open alone. Empty: the platform's own.
  std::string vfs;
  // The recorded time of what the register itself writes when it is made, and what deadlines are
  // compared with.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Writes run on the caller's thread, one a commit: for simulations, where one seed is one run.
  bool direct_writer = false;
};

class SqliteRegister final : public assembly::Register {
 public:
  // Makes both files and, if there is none, the root key, and loads the reference data. A register
  // made for development stays one for ever. A process that is stopped on the way leaves no
  // register, and the next one begins anew. ALREADY_EXISTS if there is a file of a register.
  static absl::Status Create(const RegisterOptions& options, bool development, storage::Rng& rng);

  // NOT_FOUND if there is no data file. FAILED_PRECONDITION: open elsewhere, made by a newer
  // version, another root key, or files that are no pair. DATA_LOSS: damaged.
  static absl::StatusOr<std::unique_ptr<SqliteRegister>> Open(const RegisterOptions& options,
                                                              storage::Rng& rng);
  // For a register that comes from elsewhere: makes or opens both halves, with what an earlier move
  // left in them. `rng` outlives what is returned.
  static absl::StatusOr<assembly::Destination> Prepare(const RegisterOptions& options,
                                                       storage::Rng& rng);
  ~SqliteRegister() override;

  storage::Store& store() override;
  sealing::Keyring& keyring() override;
  const sealing::Digester& digester() const override;
  std::string engine_description() const override;
  bool recovered() const override;
  sql::Engine& engine() override;
  sql::Engine& key_engine() override;
  sql::Writer& writer() override;
  absl::Status Accept(sql::Accepts accepts) override;

 private:
  struct Parts;
  explicit SqliteRegister(std::unique_ptr<Parts> parts);
  static absl::StatusOr<std::unique_ptr<Parts>> OpenFiles(const RegisterOptions& options);
  static absl::Status Fill(const RegisterOptions& options, bool development, storage::Rng& rng);

  std::unique_ptr<Parts> parts_;
};

// Puts a backup where no register is, in a new epoch (storage/sql/epoch.h): what was written after
// the backup was made is lost, and its positions, names and references are never given again.
// Errors as RestorePair's and Open's, and ALREADY_EXISTS if there is a file of a register. A
// failure or a stop leaves no register, and the next restore begins anew.
absl::Status RestoreRegister(const std::string& backup_folder, const RegisterOptions& options,
                             storage::Rng& rng);

// The same where the files are: after a copy of them was put back by other means, or after a move
// that has not ended and whose other place is lost. Errors as Open's.
absl::Status BeginEpoch(const RegisterOptions& options, storage::Rng& rng);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_REGISTER_SQLITE_REGISTER_H_
