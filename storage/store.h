// The only door to the register. Behind it: system-versioned rows, one clock, one ledger, sealed
// fields, visibility (storage/README.md). Thread-safe.
#ifndef PROBITY_STORAGE_STORE_H_
#define PROBITY_STORAGE_STORE_H_

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "probity/v1/options.pb.h"
#include "storage/caller.h"
#include "storage/cases.h"
#include "storage/position.h"
#include "storage/prepared_write.h"
#include "storage/registry.h"
#include "storage/screenings.h"

namespace probity::storage {

// Which moment of the register a read sees: now, the past at a time, or the past at a position.
struct AsOf {
  std::optional<absl::Time> time = std::nullopt;
  std::optional<int64_t> seq = std::nullopt;
};

// What a committed write touched.
struct Commit {
  Position position;
  int64_t leaf_index = 0;  // Of its leaf: dense, and in the order of commits.
  absl::Time recorded;
  // The bytes of its leaf, which commit to all that it wrote: two histories may agree in the rest.
  std::string leaf = "";
  struct Touched {
    v1::Kind kind;
    std::string name;
  };
  std::vector<Touched> touched;
};

// One snapshot. Its tables are valid as long as it is.
class ReadTx {
 public:
  virtual ~ReadTx() = default;
  virtual const Cases& cases() const = 0;
  virtual const Allegations& allegations() const = 0;
  virtual const Persons& persons() const = 0;
  virtual const Missions& missions() const = 0;
  virtual const Organisations& organisations() const = 0;
  virtual const OrganisationFacts& organisation_facts() const = 0;
  virtual const Taxonomy& taxonomy() const = 0;
  virtual const ScreeningRecords& screening_records() const = 0;
  virtual const ExternalRecords& external_records() const = 0;
  virtual const ScreenedPersons& screened_persons() const = 0;
  virtual const Screenings& screenings() const = 0;
  virtual const Rolls& rolls() const = 0;
  virtual const Matches& matches() const = 0;
  virtual const ImportedLines& imported_lines() const = 0;
  // The newest write that the snapshot holds; in a WriteTx, this one.
  virtual Position position() const = 0;
  // How many leaves the ledger has by then.
  virtual int64_t leaves() const = 0;
  // The feed of changes: writes from this leaf on, oldest first, whoever made them, by whichever
  // server. For the system alone: it is not a viewer's sight.
  virtual absl::StatusOr<std::vector<Commit>> CommitsFrom(int64_t leaf_index, int limit) const = 0;
};

// One write. Same tables, and they can be written.
class WriteTx : public ReadTx {
 public:
  using ReadTx::allegations;
  using ReadTx::cases;
  using ReadTx::external_records;
  using ReadTx::imported_lines;
  using ReadTx::matches;
  using ReadTx::missions;
  using ReadTx::organisation_facts;
  using ReadTx::organisations;
  using ReadTx::persons;
  using ReadTx::rolls;
  using ReadTx::screening_records;
  using ReadTx::screenings;
  virtual Cases& cases() = 0;
  virtual Allegations& allegations() = 0;
  virtual Persons& persons() = 0;
  virtual Missions& missions() = 0;
  virtual Organisations& organisations() = 0;
  virtual OrganisationFacts& organisation_facts() = 0;
  virtual ScreeningRecords& screening_records() = 0;
  virtual ExternalRecords& external_records() = 0;
  virtual Screenings& screenings() = 0;
  virtual Rolls& rolls() = 0;
  virtual Matches& matches() = 0;
  virtual ImportedLines& imported_lines() = 0;
  // The same write with the sight of the system: for what must follow from a change whatever its
  // author sees. Nothing read by it may be answered to him. Valid as long as this is.
  virtual WriteTx& as_system() = 0;
  // The recorded time of this write: the caller's.
  virtual absl::Time now() const = 0;
  // The next case's public number: unique, and no count (see Case.reference).
  virtual absl::StatusOr<std::string> NextReference(absl::string_view mission, int year) = 0;
};

// The row of `tx` that a write's answer is read from again, when the same request_id comes twice.
// Defined (store.cc) for every resource that a write can answer.
template <typename Resource>
absl::StatusOr<Resource> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Case> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Allegation> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Person> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Mission> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Organisation> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::OrganisationFacts> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Screening> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Roll> GetResource(const ReadTx& tx, absl::string_view name);
template <>
absl::StatusOr<v1::Match> GetResource(const ReadTx& tx, absl::string_view name);

// Told of this server's own writes, on the writing thread, before the writer is answered. Not of
// one whose outcome was unknown, nor of other servers' writes: those are in the feed.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void OnCommit(const Commit& commit) = 0;
  // A write of the past was answered again, which nobody may have been told of: it is among these
  // leaves.
  virtual void OnRepeat(int64_t leaves) = 0;
};

// A read or a denial, for the access log. Holds no personal data.
struct AccessEntry {
  Caller caller;
  // What was answered.
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;
  // The resource that was asked for; empty for a list.
  std::string resource;
  // For a list: how many rows it answered, and a digest of their names.
  int64_t rows = 0;
  std::string digest;
};

struct RegisterStatus {
  Position position;
  int64_t ledger_leaves = 0;
  int schema_version = 0;
  bool development = false;
  std::string engine;
};

struct BackupResult {
  Position position;
  int64_t data_bytes = 0;
  int64_t keys_bytes = 0;
};

class Store {
 public:
  // By then everything that was started has been answered: a register waits for it.
  virtual ~Store() = default;

  // Runs `body` in one snapshot, as `viewer`, of the register as it is now or was at `as_of`.
  // UNAVAILABLE/STORE_STOPPED after a fault, DEADLINE_EXCEEDED after the viewer's deadline;
  // FAILED_PRECONDITION/CHANGE_LOST or UNAVAILABLE/CHANGE_NOT_SEEN_YET for what he asks to see at
  // least; otherwise the body's status.
  virtual absl::Status Read(const Viewer& viewer, const AsOf& as_of,
                            absl::FunctionRef<absl::Status(const ReadTx&)> body) = 0;

  // Does what every write needs, and is the only place that does: looks request_id up (the same
  // request answers again what it answered, read as of then through today's sight; another request
  // with that id is ALREADY_EXISTS/REQUEST_ID_REUSED), takes the clock, runs `body`, appends the
  // leaf. OK means durable. On any error nothing was written. `body` takes a WriteTx& and returns a
  // StatusOr of a resource; it may be run more than once. An answer that wrote nothing
  // (validate_only, a repeated request) is a read: an access entry is durable before it is given.
  template <typename Body>
  std::invoke_result_t<Body, WriteTx&> Write(const Caller& caller,
                                             const google::protobuf::Message& request, Body body) {
    return Prepare(caller, request, std::move(body)).Await();
  }

  // The same, not begun yet. `caller` and `request` must live until it is answered; what `body`
  // uses besides, it holds.
  template <typename Body>
  PreparedWrite<typename std::invoke_result_t<Body, WriteTx&>::value_type> Prepare(
      const Caller& caller, const google::protobuf::Message& request, Body body);

  // A window of a stream: no request_id, one leaf for all that `body` writes. A body that writes
  // nothing leaves no leaf.
  virtual absl::Status WriteWindow(const Caller& caller,
                                   absl::FunctionRef<absl::Status(WriteTx&)> body) = 0;

  // Appends to the access log; OK means durable. Done whether or not the caller's deadline has
  // passed: what was denied too late was denied.
  virtual absl::Status LogAccess(const AccessEntry& entry) = 0;
  // The same without waiting: `done` as PreparedWrite::Start has it.
  using Done = std::function<void(absl::Status)>;
  virtual void StartLogAccess(AccessEntry entry, Done done) = 0;

  // Called before the first write. The listener must outlive the store.
  virtual void AddListener(CommitListener& listener) = 0;

  // True if other servers may write to this register too.
  virtual bool shared() const = 0;
  // Waits until another server may have written, for `longest` at most. A hint, which may come for
  // nothing or not at all: what was written is in the feed. For one thread.
  virtual void AwaitChange(absl::Duration longest) = 0;

  virtual absl::StatusOr<RegisterStatus> Status() = 0;

  // Writes data.db and keys.db, a pair, into a folder that does not exist yet, and checks them.
  virtual absl::StatusOr<BackupResult> Backup(const std::string& folder) = 0;

  // After a fault nothing is acknowledged any more: the server stops serving and exits.
  virtual bool stopped() const = 0;

 protected:
  // What a write's body answered: the resource, and how to read it again.
  struct Answer {
    std::function<absl::StatusOr<std::string>(WriteTx&)> run;  // returns the resource's name
    std::function<absl::Status(const ReadTx&, absl::string_view name)> reread;
    bool validate_only = false;
  };
  virtual void StartWrite(const Caller& caller, const google::protobuf::Message& request,
                          Answer answer, Done done) = 0;
};

// True if the request has the field validate_only and it is set: the body then runs, and is undone.
bool IsValidateOnly(const google::protobuf::Message& request);

template <typename Body>
PreparedWrite<typename std::invoke_result_t<Body, WriteTx&>::value_type> Store::Prepare(
    const Caller& caller, const google::protobuf::Message& request, Body body) {
  using Result = std::invoke_result_t<Body, WriteTx&>;
  using Resource = typename Result::value_type;
  return PreparedWrite<Resource>([this, &caller, &request, body = std::move(body)](
                                     typename PreparedWrite<Resource>::Done done) mutable {
    const auto answer = std::make_shared<Resource>();
    StartWrite(caller, request,
               {.run = [answer, body = std::move(body)](
                           WriteTx& tx) mutable -> absl::StatusOr<std::string> {
                  Result result = body(tx);
                  if (!result.ok()) return result.status();
                  *answer = *std::move(result);
                  return answer->name();
                },
                .reread = [answer](const ReadTx& tx, absl::string_view name) -> absl::Status {
                  absl::StatusOr<Resource> again = GetResource<Resource>(tx, name);
                  if (!again.ok()) return again.status();
                  *answer = *std::move(again);
                  return absl::OkStatus();
                },
                .validate_only = IsValidateOnly(request)},
               [answer, done = std::move(done)](absl::Status status) {
                 if (!status.ok()) return done(std::move(status));
                 done(std::move(*answer));
               });
  });
}

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_STORE_H_
