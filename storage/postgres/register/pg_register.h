// A whole register on PostgreSQL: a database for the data and one for the keys, behind one Store.
#ifndef PROBITY_STORAGE_POSTGRES_REGISTER_PG_REGISTER_H_
#define PROBITY_STORAGE_POSTGRES_REGISTER_PG_REGISTER_H_

#include <functional>
#include <memory>
#include <string>

#include "storage/assembly/destination.h"
#include "storage/assembly/register.h"
#include "storage/postgres/pg_engine.h"
#include "storage/rng.h"

namespace probity::postgres {

// Errors of Create, Open and BeginEpoch say which part they are about:
// storage/assembly/register_part.h.
struct RegisterOptions {
  // What libpq takes, words or a URI; two databases (or two schemas) that exist and are empty. The
  // one of the keys has a backup of its own, with a short life.
  std::string data;
  std::string keys;
  std::string root_key_path;
  // Which server writes this access log. Two servers of one number share one: nothing is lost, but
  // who answered is not told apart.
  int64_t instance = 1;
  std::string build;
  int readers = 4;
  absl::Duration longest_read = PgOptions().longest_read;
  // The recorded time of what the register itself writes when it is made, and what deadlines are
  // compared with.
  std::function<absl::Time()> now = [] { return absl::Now(); };
  // Writes run on the caller's thread, one a commit: for simulations, where one seed is one run.
  bool direct_writer = false;
  // For tests: see PgOptions.
  bool accepts_unsafe_server = false;
  Count count = Count::kStatements;
};

class PgRegister final : public assembly::Register {
 public:
  // Makes a register in two empty databases and, if there is none, the root key, and loads the
  // reference data. A register made for development stays one for ever. ALREADY_EXISTS if either
  // database holds one, or what is left of one that was not made to its end: drop both then.
  static absl::Status Create(const RegisterOptions& options, bool development, storage::Rng& rng);

  // NOT_FOUND if the database holds no register that was made to its end. FAILED_PRECONDITION:
  // made by a newer version, another root key, or databases that are no pair. UNAVAILABLE: one of
  // them cannot be reached.
  static absl::StatusOr<std::unique_ptr<PgRegister>> Open(const RegisterOptions& options,
                                                          storage::Rng& rng);
  // For a register that comes from elsewhere: makes or opens both halves, with what an earlier move
  // left in them. Errors as Open's. `rng` outlives what is returned.
  static absl::StatusOr<assembly::Destination> Prepare(const RegisterOptions& options,
                                                       storage::Rng& rng);
  ~PgRegister() override;

  storage::Store& store() override;
  sealing::Keyring& keyring() override;
  const sealing::Digester& digester() const override;
  std::string engine_description() const override;
  // PostgreSQL recovers by itself, and says nothing of it.
  bool recovered() const override { return false; }
  sql::Engine& engine() override;
  sql::Engine& key_engine() override;
  sql::Writer& writer() override;
  absl::Status Accept(sql::Accepts accepts) override;

 private:
  struct Parts;
  explicit PgRegister(std::unique_ptr<Parts> parts);
  // A write of keys that takes longer than `longest_key_write` is given up.
  static absl::StatusOr<std::unique_ptr<Parts>> Connect(const RegisterOptions& options,
                                                        absl::Duration longest_key_write);

  std::unique_ptr<Parts> parts_;
};

// After both databases were put back from a copy by PostgreSQL's own tools: begins a new epoch
// (storage/sql/epoch.h), so that what the copy lacks is never taken for what comes next. Or after a
// move that has not ended, and whose other place is lost: this one is the register then. No server
// may have it open. Errors as Open's.
absl::Status BeginEpoch(const RegisterOptions& options, storage::Rng& rng);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_REGISTER_PG_REGISTER_H_
