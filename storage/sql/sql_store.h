// The register over an SQL engine: what storage/store.h promises, for every engine alike.
#ifndef PROBITY_STORAGE_SQL_SQL_STORE_H_
#define PROBITY_STORAGE_SQL_SQL_STORE_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "storage/sealing/digest.h"
#include "storage/sealing/reference.h"
#include "storage/sql/codec.h"
#include "storage/sql/session.h"
#include "storage/sql/tx.h"
#include "storage/sql/writer.h"
#include "storage/store.h"

namespace probity::sql {

// What the register stands on. All outlive the store.
struct StoreParts {
  Engine& engine;
  Writer& writer;  // runs jobs on `engine`
  const Codecs& codecs;
  const NameCodec& names;
  sealing::Keyring& keyring;
  const sealing::References& references;
  const sealing::Digester& digester;
};

struct StoreOptions {
  // Which server writes this access log. Two servers of one number share one: nothing is lost, but
  // who answered is not told apart.
  int64_t instance = 1;
  // Version of the program, written into every leaf.
  std::string build;
  std::string engine_name;
  int schema_version = 0;
  // Copies both files of the engine into a folder.
  std::function<absl::StatusOr<storage::BackupResult>(const std::string& folder)> backup;
};

class SqlTx;

// What a store does while its register is moved elsewhere.
enum class Accepts {
  kAll,
  kReads,    // And their traces.
  kNothing,  // That leaves a trace.
};

class SqlStore final : public storage::Store {
 public:
  SqlStore(const StoreParts& parts, StoreOptions options);

  absl::Status Read(const storage::Viewer& viewer, const storage::AsOf& as_of,
                    absl::FunctionRef<absl::Status(const storage::ReadTx&)> body) override;
  absl::Status WriteWindow(const storage::Caller& caller,
                           absl::FunctionRef<absl::Status(storage::WriteTx&)> body) override;
  // Stores the taxonomies that this program brings and the register lacks: one write, or none.
  absl::Status LoadReferenceFiles(const storage::Caller& caller);
  absl::Status LogAccess(const storage::AccessEntry& entry) override;
  void StartLogAccess(storage::AccessEntry entry, Done done) override;
  void AddListener(storage::CommitListener& listener) override;
  bool shared() const override { return parts_.engine.shared(); }
  void AwaitChange(absl::Duration longest) override { parts_.engine.AwaitChange(longest); }
  absl::StatusOr<storage::RegisterStatus> Status() override;
  absl::StatusOr<storage::BackupResult> Backup(const std::string& folder) override;
  bool stopped() const override { return parts_.engine.stopped(); }
  // What is refused is UNAVAILABLE/REGISTER_MOVING, from now on. OK: what was begun before has been
  // committed or refused.
  absl::Status Accept(Accepts accepts);

 private:
  // A write from its start to its answer.
  struct Writing;

  void StartWrite(const storage::Caller& caller, const google::protobuf::Message& request,
                  Answer answer, Done done) override;
  // The body of its transaction.
  absl::Status RunAnswer(Session& session, Writing& writing);
  // A write for the writer: `body` fills `gathered`, anew in each run; the listeners are told of
  // it, if it holds anything. Settle follows it.
  Job JobOf(Gathered& gathered, std::function<absl::Status(Session&)> body);
  void Settle(const absl::Status& status, Gathered& gathered);
  // Both, and the wait between.
  absl::Status RunWrite(const storage::Caller& caller, Gathered& gathered,
                        std::function<absl::Status(Session&)> body);
  absl::Status CheckAccepts(Accepts least) const;
  // Takes the clock, then runs `body`.
  absl::Status RunBody(Session& session, const storage::Caller& caller, Gathered& gathered,
                       absl::FunctionRef<absl::Status(SqlTx&)> body);
  // Of a run that was rolled back.
  void GiveBackKeys(Gathered& gathered);
  absl::Status AppendLeaf(Session& session, const storage::Caller& caller, Gathered& gathered,
                          absl::string_view request_digest, absl::string_view resource) const;
  absl::Status AppendAccess(Session& session, const storage::AccessEntry& entry) const;

  const StoreParts parts_;
  const Tx::Parts tx_parts_;
  const StoreOptions options_;
  std::vector<storage::CommitListener*> listeners_;
  std::atomic<Accepts> accepts_ = Accepts::kAll;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_SQL_STORE_H_
