// A store over two open engines, with all that stands between: what every engine's register shares.
#ifndef PROBITY_STORAGE_ASSEMBLY_ASSEMBLY_H_
#define PROBITY_STORAGE_ASSEMBLY_ASSEMBLY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/rng.h"
#include "storage/sealing/digest.h"
#include "storage/sealing/keyring.h"
#include "storage/sealing/opaque_id.h"
#include "storage/sealing/reference.h"
#include "storage/sealing/sealer.h"
#include "storage/sealing/secret_key.h"
#include "storage/sealing/sql_key_store.h"
#include "storage/sql/sql_store.h"

namespace probity::assembly {

struct Options {
  sql::StoreOptions store;
  // The recorded time of what the register itself writes, and what deadlines are compared with.
  std::function<absl::Time()> now;
  // Writes run on the caller's thread, one a commit: for simulations, where one seed is one run.
  bool direct_writer = false;
  // Opens a copy that has no row of its own yet, to be read.
  bool unfinished = false;
};

// Both outlive what is put together over them; nobody else writes through them.
struct Engines {
  sql::Engine& data;
  sql::Engine& keys;
};

class Assembly {
 public:
  // Makes a register's own keys, and what a register begins with: reference data, its own row,
  // missions and organisations. ALREADY_EXISTS if the key engine holds a register.
  static absl::Status Create(const Engines& engines, const sealing::SecretKey& root,
                             const Options& options, bool development, storage::Rng& rng);
  // Also loads the reference data that this program brings and the register lacks. NOT_FOUND: the
  // data engine holds no register that was made to its end, or it was moved elsewhere.
  // FAILED_PRECONDITION: another root key, engines that are no pair, or (REGISTER_MOVING) a move
  // elsewhere has not ended, and the other place knows how it did.
  static absl::StatusOr<std::unique_ptr<Assembly>> Open(const Engines& engines,
                                                        const sealing::SecretKey& root,
                                                        const Options& options, storage::Rng& rng);

  // Finishes and answers first what waits to be written.
  ~Assembly() { writer_.reset(); }

  // FAILED_PRECONDITION if the keys are not those of the register with this id.
  absl::Status CheckPair(absl::string_view id) const;
  sql::SqlStore& store() { return *store_; }
  sql::Writer& writer() { return *writer_; }
  sealing::Keyring& keyring() { return *keyring_; }
  const sealing::Digester& digester() const { return *digester_; }

 private:
  Assembly(const Engines& engines, const Options& options);
  absl::Status PutTogether(std::unique_ptr<sealing::Keyring> keyring, storage::Rng& rng);
  absl::Status Fill(bool development);

  const Engines engines_;
  const Options options_;
  // In the order in which they are made; destroyed in reverse.
  sealing::SqlKeyStore key_store_;
  std::unique_ptr<sealing::Keyring> keyring_;
  std::optional<sealing::Sealer> sealer_;
  std::optional<sealing::OpaqueIds> ids_;
  std::optional<sql::OpaqueNames> names_;
  std::unique_ptr<sql::Codecs> codecs_;
  std::optional<sealing::References> references_;
  std::optional<sealing::Digester> digester_;
  std::unique_ptr<sql::Writer> writer_;
  std::optional<sql::SqlStore> store_;
};

// Runs `body` as a write of its own, outside clock and ledger.
absl::Status RunOne(sql::Writer& writer, std::function<absl::Status(sql::Session&)> body);

// False if it was not made, or not to its end, or moved elsewhere.
absl::StatusOr<bool> HoldsRegister(sql::Engine& data);

}  // namespace probity::assembly

#endif  // PROBITY_STORAGE_ASSEMBLY_ASSEMBLY_H_
