#include "storage/sql/sql_store.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sql/counting.h"
#include "storage/sql/reference_data.h"
#include "storage/sql/sql_tx.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kFindRequest = Statement(kRegister, "find_request");
constexpr const StatementText& kSequenceAt = Statement(kRegister, "sequence_at");
constexpr const StatementText& kInsertLeaf = Statement(kRegister, "insert_leaf");
constexpr const StatementText& kReadRegister = Statement(kRegister, "read_register");

storage::Position PositionOf(const Known::Clock& clock) { return {clock.epoch, clock.sequence}; }

// A write that was answered before under the same request_id.
struct Past {
  int64_t seq = 0;
  std::string method;
  std::string digest;
  std::string resource;
};

std::array<Param, 2> RequestOf(const storage::Caller& caller) {
  return {{{"principal", absl::string_view(caller.viewer.principal)},
           {"request_id", absl::string_view(caller.request_id)}}};
}

absl::StatusOr<std::optional<Past>> FindRequest(Session& session, const storage::Caller& caller) {
  std::optional<Past> past;
  PROBITY_RETURN_IF_ERROR(
      session.Query(kFindRequest, Plan::kNow, RequestOf(caller), [&past](const Row& row) {
        past = Past{row.integer(0), std::string(row.text(1)), std::string(row.bytes(2)),
                    std::string(row.text(3))};
        return absl::OkStatus();
      }));
  return past;
}

Value TextOrNull(absl::string_view text) {
  if (text.empty()) return std::monostate();
  return text;
}

Value BytesOrNull(absl::string_view bytes) {
  if (bytes.empty()) return std::monostate();
  return Blob{bytes};
}

// Ends the transaction of a body that was only to be tried.
absl::Status Tried() { return Cancelled("validated only"); }

// A write that was answered and wrote nothing is a read, and leaves the trace of one.
storage::AccessEntry AnswerWithoutWrite(const storage::Caller& caller, std::string resource) {
  storage::AccessEntry entry;
  entry.caller = caller;
  entry.resource = std::move(resource);
  return entry;
}

// The name, but for a resource that a body which was undone had made: it may yet be another's.
std::string Stored(const std::string& name, const Gathered& gathered) {
  for (size_t i = 0; i < gathered.touched.size(); ++i) {
    const bool made = gathered.row_commits[i].op == ledger::RowOp::kInsert;
    if (made && gathered.touched[i].name == name) return "";
  }
  return name;
}

// The register shows what the viewer asks to see at least.
absl::Status CheckShows(storage::Position shown, const storage::Viewer& viewer) {
  if (!viewer.at_least.has_value()) return absl::OkStatus();
  const storage::Position wanted = *viewer.at_least;
  if (wanted.epoch != shown.epoch) {
    return FailedPrecondition("the register was put back from a copy since that change")
        .Reason(v1::ERROR_REASON_CHANGE_LOST);
  }
  if (wanted.seq <= shown.seq) return absl::OkStatus();
  return Unavailable("the server does not show that change yet")
      .Reason(v1::ERROR_REASON_CHANGE_NOT_SEEN_YET)
      .RetryAfter(absl::Seconds(1));
}

void Note(const storage::Caller& caller, storage::Position position) {
  if (caller.written != nullptr) *caller.written = position;
}

}  // namespace

SqlStore::SqlStore(const StoreParts& parts, StoreOptions options)
    : parts_(parts),
      tx_parts_{parts.codecs, parts.names, parts.keyring},
      options_(std::move(options)) {}

absl::Status SqlStore::Read(const storage::Viewer& viewer, const storage::AsOf& as_of,
                            absl::FunctionRef<absl::Status(const storage::ReadTx&)> body) {
  return parts_.engine.Read(viewer.deadline, [&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Known::Clock clock, ReadClock(session));
    PROBITY_RETURN_IF_ERROR(CheckShows(PositionOf(clock), viewer));
    std::optional<int64_t> at = as_of.seq;
    if (as_of.time.has_value()) {
      at = 0;
      PROBITY_RETURN_IF_ERROR(session.Query(kSequenceAt, Plan::kNow,
                                            {Param{"time", absl::ToUnixMicros(*as_of.time)}},
                                            [&at](const Row& row) {
                                              at = row.integer(0);
                                              return absl::OkStatus();
                                            }));
    }
    Tx rows(session, tx_parts_, viewer, at);
    SqlTx tx(rows, parts_.references);
    tx.set_position({clock.epoch, at.value_or(clock.sequence)}, clock.leaves);
    return body(tx);
  });
}

Job SqlStore::JobOf(Gathered& gathered, std::function<absl::Status(Session&)> body) {
  return {.body =
              [this, &gathered, body = std::move(body)](Session& session) {
                GiveBackKeys(gathered);
                gathered = {};
                return body(session);
              },
          .committed =
              [this, &gathered] {
                for (storage::CommitListener* listener : listeners_) {
                  if (gathered.repeated_leaves > 0) listener->OnRepeat(gathered.repeated_leaves);
                }
                if (gathered.touched.empty()) return;
                const storage::Commit commit{gathered.position, gathered.leaf_index, gathered.now,
                                             std::move(gathered.leaf), std::move(gathered.touched)};
                for (storage::CommitListener* listener : listeners_) {
                  listener->OnCommit(commit);
                }
              },
          .uses_reserve = false};
}

// Where the outcome is unknown, nobody knows whether the keys are in use.
void SqlStore::Settle(const absl::Status& status, Gathered& gathered) {
  if (!status.ok() && !absl::IsUnavailable(status)) GiveBackKeys(gathered);
}

absl::Status SqlStore::RunWrite(const storage::Caller& caller, Gathered& gathered,
                                std::function<absl::Status(Session&)> body) {
  const absl::Status status = parts_.writer.Run(JobOf(gathered, std::move(body)), caller.deadline);
  Settle(status, gathered);
  if (status.ok() && !gathered.row_commits.empty()) Note(caller, gathered.position);
  return status;
}

void SqlStore::GiveBackKeys(Gathered& gathered) {
  if (gathered.keys.empty()) return;
  parts_.keyring.GiveBack(gathered.keys);
  gathered.keys.clear();
}

absl::Status SqlStore::RunBody(Session& session, const storage::Caller& caller, Gathered& gathered,
                               absl::FunctionRef<absl::Status(SqlTx&)> body) {
  PROBITY_RETURN_IF_ERROR(CheckAccepts(Accepts::kAll));
  PROBITY_ASSIGN_OR_RETURN(const Known::Clock clock, TakeClock(session, caller.now));
  // What there was before this write.
  PROBITY_RETURN_IF_ERROR(CheckShows({clock.epoch, clock.sequence - 1}, caller.viewer));
  gathered.position = PositionOf(clock);
  gathered.leaf_index = clock.leaves - 1;
  gathered.now = absl::FromUnixMicros(clock.recorded_time);
  Tx rows(session, tx_parts_, caller.viewer, std::nullopt);
  rows.gathered = &gathered;
  SqlTx tx(rows, parts_.references);
  tx.set_position(gathered.position, clock.leaves);
  return body(tx);
}

absl::Status SqlStore::AppendLeaf(Session& session, const storage::Caller& caller,
                                  Gathered& gathered, absl::string_view request_digest,
                                  absl::string_view resource) const {
  ledger::WriteLeaf leaf{.epoch = gathered.position.epoch,
                         .seq = gathered.position.seq,
                         .leaf_index = gathered.leaf_index,
                         .recorded_time_us = absl::ToUnixMicros(gathered.now),
                         .principal = caller.viewer.principal,
                         .organisation = caller.viewer.organisation,
                         .method = caller.method,
                         .request_id = caller.request_id,
                         .request_digest = std::string(request_digest),
                         .resources = {},
                         .row_commits = gathered.row_commits,
                         .build = options_.build};
  for (const auto& touched : gathered.touched) leaf.resources.push_back(touched.name);
  leaf.resources.insert(leaf.resources.end(), gathered.files.begin(), gathered.files.end());
  gathered.leaf = ledger::Encode(leaf);
  return session
      .Execute(kInsertLeaf, {{{"leaf_index", leaf.leaf_index},
                              {"sequence", leaf.seq},
                              {"recorded_time", leaf.recorded_time_us},
                              {"principal", absl::string_view(leaf.principal)},
                              {"request_id", TextOrNull(leaf.request_id)},
                              {"request_digest", BytesOrNull(request_digest)},
                              {"method", absl::string_view(leaf.method)},
                              {"resource", TextOrNull(resource)},
                              {"leaf", Blob{gathered.leaf}}}})
      .status();
}

struct SqlStore::Writing {
  const storage::Caller& caller;
  Answer answer;
  std::string digest;  // Of the request.
  Gathered gathered = {};
  std::string resource = "";
  bool tried = false;
};

void SqlStore::StartWrite(const storage::Caller& caller, const google::protobuf::Message& request,
                          Answer answer, Done done) {
  auto writing = std::make_shared<Writing>(
      Writing{.caller = caller,
              .answer = std::move(answer),
              .digest = parts_.digester.Digest("request", Deterministic(request))});
  Job job = JobOf(writing->gathered,
                  [this, writing](Session& session) { return RunAnswer(session, *writing); });
  // Two of one request_id in a transaction: the ledger refuses the second leaf.
  job.foresee = [writing](Session& session) {
    session.Foresee(kFindRequest, RequestOf(writing->caller));
    ForeseeKnown(session);
  };
  parts_.writer.Submit(
      std::move(job), caller.deadline,
      [this, writing, done = std::move(done)](absl::Status status) {
        Settle(status, writing->gathered);
        if (status.ok()) Note(writing->caller, writing->gathered.position);
        if (!writing->tried || !absl::IsCancelled(status)) return done(std::move(status));
        StartLogAccess(
            AnswerWithoutWrite(writing->caller, Stored(writing->resource, writing->gathered)),
            done);
      });
}

absl::Status SqlStore::RunAnswer(Session& session, Writing& writing) {
  const storage::Caller& caller = writing.caller;
  PROBITY_RETURN_IF_ERROR(CheckAccepts(Accepts::kAll));
  PROBITY_ASSIGN_OR_RETURN(const std::optional<Past> past, FindRequest(session, caller));
  if (past.has_value()) {
    if (past->method != caller.method || past->digest != writing.digest) {
      return AlreadyExists("this request_id was used for another request")
          .Reason(v1::ERROR_REASON_REQUEST_ID_REUSED)
          .Field("request_id");
    }
    PROBITY_ASSIGN_OR_RETURN(const Known::Clock clock, ReadClock(session));
    PROBITY_RETURN_IF_ERROR(CheckShows(PositionOf(clock), caller.viewer));
    Tx rows(session, tx_parts_, caller.viewer, past->seq);
    PROBITY_RETURN_IF_ERROR(writing.answer.reread(SqlTx(rows, parts_.references), past->resource));
    writing.gathered.position = PositionOf(clock);  // The write of then, or later.
    writing.gathered.repeated_leaves = clock.leaves;
    return AppendAccess(session, AnswerWithoutWrite(caller, past->resource));
  }
  writing.tried = false;
  PROBITY_RETURN_IF_ERROR(
      RunBody(session, caller, writing.gathered, [&writing](SqlTx& tx) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(writing.resource, writing.answer.run(tx));
        return absl::OkStatus();
      }));
  if (writing.answer.validate_only) {
    writing.tried = true;
    return Tried();
  }
  return AppendLeaf(session, caller, writing.gathered, writing.digest, writing.resource);
}

absl::Status SqlStore::WriteWindow(const storage::Caller& caller,
                                   absl::FunctionRef<absl::Status(storage::WriteTx&)> body) {
  Gathered gathered;
  return RunWrite(caller, gathered, [&](Session& session) -> absl::Status {
    const Known before = session.known();
    PROBITY_RETURN_IF_ERROR(RunBody(session, caller, gathered, body));
    if (gathered.row_commits.empty()) {
      session.known() = before;
      return absl::OkStatus();
    }
    return AppendLeaf(session, caller, gathered, "", "");
  });
}

absl::Status SqlStore::LoadReferenceFiles(const storage::Caller& caller) {
  Gathered gathered;
  return RunWrite(caller, gathered, [&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const std::vector<ReferenceFile> missing,
                             MissingReferenceFiles(session));
    if (missing.empty()) return absl::OkStatus();
    PROBITY_RETURN_IF_ERROR(
        RunBody(session, caller, gathered, [&missing](SqlTx& tx) -> absl::Status {
          for (const ReferenceFile& file : missing) {
            PROBITY_RETURN_IF_ERROR(InsertReferenceFile(tx.rows(), file));
          }
          return absl::OkStatus();
        }));
    return AppendLeaf(session, caller, gathered, "", "");
  });
}

void SqlStore::AddListener(storage::CommitListener& listener) { listeners_.push_back(&listener); }

absl::StatusOr<storage::RegisterStatus> SqlStore::Status() {
  storage::RegisterStatus status{.position = {},
                                 .ledger_leaves = 0,
                                 .schema_version = options_.schema_version,
                                 .development = false,
                                 .engine = options_.engine_name};
  PROBITY_RETURN_IF_ERROR(parts_.engine.Read([&](Session& session) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Known::Clock clock, ReadClock(session));
    status.position = PositionOf(clock);
    status.ledger_leaves = clock.leaves;
    return session.Query(kReadRegister, Plan::kNow, {}, [&status](const Row& row) {
      status.development = row.integer(1) != 0;
      return absl::OkStatus();
    });
  }));
  return status;
}

absl::Status SqlStore::Accept(Accepts accepts) {
  accepts_ = accepts;
  // Through the queue once: the jobs before it have their fate when it has its own.
  return parts_.writer.Run(
      {.body = [](Session&) { return absl::OkStatus(); }, .committed = [] {}, .uses_reserve = true},
      absl::InfiniteFuture());
}

absl::Status SqlStore::CheckAccepts(Accepts least) const {
  if (accepts_.load() <= least) return absl::OkStatus();
  return BeingMoved();
}

absl::StatusOr<storage::BackupResult> SqlStore::Backup(const std::string& folder) {
  return options_.backup(folder);
}

}  // namespace probity::sql
