#include "storage/postgres/pg_engine.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/fault.h"
#include "storage/sql/batch.h"

namespace probity::postgres {
namespace {

// Of one batch, after a deadlock or a lost connection.
constexpr int kTries = 3;

constexpr char kBeginWrite[] = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr char kBeginRead[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

std::vector<std::unique_ptr<Link>> Readers(const PgOptions& options) {
  std::vector<std::unique_ptr<Link>> readers;
  for (int i = 0; i < std::max(1, options.readers); ++i) {
    readers.push_back(std::make_unique<Link>(options.conninfo, Role::kReader));
  }
  return readers;
}

// A server that may forget what it has confirmed is no place for a register.
absl::Status CheckSafe(Connection& connection) {
  PROBITY_ASSIGN_OR_RETURN(
      const std::vector<Result> answers,
      connection.Query("SELECT current_setting('fsync') || current_setting('full_page_writes')"));
  if (absl::string_view(PQgetvalue(answers.back().get(), 0, 0)) == "onon") return absl::OkStatus();
  return FailedPrecondition("the server runs without fsync or full_page_writes")
      .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
}

}  // namespace

PgEngine::PgEngine(const PgOptions& options)
    : clock_(options.clock),
      longest_read_(options.longest_read),
      longest_write_(options.longest_write),
      now_(options.now),
      count_(options.count),
      hints_(options.conninfo),
      writer_(options.conninfo, Role::kWriter),
      readers_(Readers(options)) {}

absl::StatusOr<std::unique_ptr<PgEngine>> PgEngine::Open(const PgOptions& options) {
  std::unique_ptr<PgEngine> engine(new PgEngine(options));
  PROBITY_ASSIGN_OR_RETURN(Connection* const writer, engine->writer_.Connected());
  engine->server_version_ = writer->server_version();
  if (!options.accepts_unsafe_server) PROBITY_RETURN_IF_ERROR(CheckSafe(*writer));
  PROBITY_RETURN_IF_ERROR(Migrate(*writer, options.schema, options.migrations));
  return engine;
}

absl::Time PgEngine::EndOf(absl::Time deadline) const {
  if (deadline == absl::InfiniteFuture()) return deadline;
  return std::min(deadline, now_() + longest_read_);
}

absl::StatusOr<Connection*> PgEngine::BeginRead(Link& link, absl::Time deadline) const {
  for (int tried = 1;; ++tried) {
    PROBITY_ASSIGN_OR_RETURN(Connection* const connection, link.Connected(deadline, now_));
    connection->RunUntil(EndOf(deadline), now_);
    absl::Status begun = connection->CheckTime();
    if (begun.ok()) begun = connection->RenewPlans();
    if (begun.ok()) begun = connection->Run(kBeginRead);
    if (begun.ok()) return connection;
    const bool lost = connection->lost();
    if (lost || connection->transaction() != PQTRANS_IDLE) link.Drop();
    if (!lost || absl::IsDeadlineExceeded(begun) || tried == kTries) return begun;
  }
}

absl::Status PgEngine::Read(absl::Time deadline,
                            absl::FunctionRef<absl::Status(sql::Session&)> read) {
  if (stopped()) return StoppedError();
  const bool limited = deadline < absl::InfiniteFuture();
  const sql::ReaderPool<Link>::Lease lease(readers_,
                                           limited ? deadline - now_() : absl::InfiniteDuration());
  if (lease.connection() == nullptr) return DeadlineExceeded("no reader was free in time");
  Link& link = *lease.connection();
  PROBITY_ASSIGN_OR_RETURN(Connection* const connection, BeginRead(link, deadline));
  absl::Status status;
  {
    PgSession session(*connection, count_, Deferring::kNo);
    status = read(session);
  }
  // The end of one that came too late has time of its own.
  connection->RunUntil(limited ? now_() + longest_read_ : absl::InfiniteFuture(), now_);
  const absl::Status ended = connection->lost() ? Unreachable() : connection->Run("COMMIT");
  if (!ended.ok()) link.Drop();
  if (stopped()) return StoppedError();
  return status.ok() ? ended : status;
}

// A batch's transaction on the one connection that writes.
class PgEngine::WriteTransaction final : public sql::BatchTransaction {
 public:
  explicit WriteTransaction(PgEngine& engine)
      : engine_(engine),
        begin_(engine.clock_ == nullptr ? kBeginWrite
                                        : absl::StrCat(kBeginWrite, ";", engine.clock_->lock->now)),
        commit_(engine.clock_ == nullptr
                    ? "COMMIT"
                    : absl::StrCat(engine.clock_->mark->now, ";", kSendHint, ";COMMIT")) {}

  absl::Status Begin() override {
    if (engine_.stopped()) return Final(StoppedError());
    const absl::StatusOr<Connection*> connected = engine_.writer_.Connected();
    if (!connected.ok()) return Final(connected.status());
    connection_ = *connected;
    connection_->RunUntil(engine_.now_() + engine_.longest_write_, engine_.now_);
    engine_.writing_backend_.store(PQbackendPID(connection_->raw()), std::memory_order_relaxed);
    session_.reset();
    const absl::Status renewed = connection_->RenewPlans();
    if (!renewed.ok()) return Undone(renewed, /*of_a_body=*/false);
    const absl::StatusOr<std::vector<Result>> answers = connection_->Query(begin_);
    if (!answers.ok()) return Undone(answers.status(), /*of_a_body=*/false);
    if (engine_.clock_ != nullptr && !IsAsConfirmed(MarkIn(answers->back().get()))) {
      engine_.Stop();
      engine_.writer_.Drop();
      return Final(StoppedError());
    }
    session_.emplace(*connection_, engine_.count_, deferring_);
    return absl::OkStatus();
  }

  sql::Session& session() override { return *session_; }
  // Jobs that are run apart wait for each answer: an error is told where it belongs.
  absl::Status Savepoint() override {
    if (deferring_ == Deferring::kYes) {
      deferring_ = Deferring::kNo;
      session_->StopDeferring();
    }
    return connection_->Run("SAVEPOINT job");
  }
  absl::Status EndSavepoint(bool keep) override {
    return connection_->Run(keep ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
  }

  absl::Status End(absl::Status status) override {
    const absl::Status finished = session_->Finish();
    if (session_->misled()) return RunWithoutDeferring(finished);
    if (status.ok()) status = finished;
    if (!connection_->lost() && connection_->transaction() == PQTRANS_IDLE) {
      // A body that ended the transaction: what is durable now is not known.
      engine_.Stop();
      return Final(StoppedError());
    }
    if (status.ok() && connection_->transaction() == PQTRANS_INERROR) {
      status = Internal("a body went on after an error");
    }
    if (!status.ok()) return Undone(status, /*of_a_body=*/true);
    return Commit();
  }

  sql::Failure failure() const override { return failure_; }

 private:
  absl::Status Commit() {
    if (connection_->lost()) return Undone(Unreachable(), /*of_a_body=*/false);
    const int warnings = connection_->warnings();
    const absl::StatusOr<std::vector<Result>> answers = connection_->Query(commit_);
    // A warning here says that the commit was not copied to where it was to be copied.
    if (connection_->lost() || connection_->warnings() != warnings) {
      engine_.writer_.Drop();
      return Final(OutcomeUnknown());
    }
    if (!answers.ok()) return Undone(answers.status(), /*of_a_body=*/true);
    if (absl::string_view(PQcmdStatus(answers->back().get())) != "COMMIT") {
      return Undone(Internal("a transaction was not committed"), /*of_a_body=*/true);
    }
    if (engine_.clock_ != nullptr) engine_.confirmed_ = MarkIn((*answers)[0].get());
    return absl::OkStatus();
  }

  // What was done is undone: by the server, if the connection is lost.
  absl::Status Undone(absl::Status status, bool of_a_body) {
    connection_->LookWhetherLost();  // What cannot be sent says nothing of why.
    const bool late = !connection_->CheckTime().ok();
    if (late || connection_->lost()) status = Unreachable();
    // Who could not send may see only later that the connection has ended.
    const bool gone = connection_->lost() || status == Unreachable();
    const bool again = !late && (gone || connection_->passing());
    failure_ = of_a_body && !late ? sql::Failure::kOfABody : sql::Failure::kFinal;
    if (again) failure_ = ++tried_ < kTries ? sql::Failure::kPassing : sql::Failure::kFinal;
    if (connection_->lost() ||
        (connection_->transaction() != PQTRANS_IDLE && !connection_->Run("ROLLBACK").ok())) {
      engine_.writer_.Drop();
    }
    return status;
  }

  // A body was told that a statement had gone well before it had. The next try tells the truth.
  absl::Status RunWithoutDeferring(const absl::Status& status) {
    const bool late = !connection_->CheckTime().ok();
    deferring_ = Deferring::kNo;
    failure_ = late ? sql::Failure::kFinal : sql::Failure::kPassing;
    if (connection_->lost() || !connection_->Run("ROLLBACK").ok()) engine_.writer_.Drop();
    if (late) return Unreachable();
    return status.ok() ? Internal("a statement was not what it was taken for") : status;
  }

  absl::Status Final(absl::Status status) {
    failure_ = sql::Failure::kFinal;
    return status;
  }

  static Mark MarkIn(const PGresult* row) {
    Mark mark;
    if (PQntuples(row) != 1 || !absl::SimpleAtoi(PQgetvalue(row, 0, 0), &mark.epoch) ||
        !absl::SimpleAtoi(PQgetvalue(row, 0, 1), &mark.sequence)) {
      return {};
    }
    return mark;
  }

  // Not an older copy, nor another history.
  bool IsAsConfirmed(const Mark& found) const {
    const Mark& confirmed = engine_.confirmed_;
    return confirmed.epoch == 0 ||
           (found.epoch == confirmed.epoch && found.sequence >= confirmed.sequence);
  }

  PgEngine& engine_;
  const std::string begin_;
  const std::string commit_;
  Connection* connection_ = nullptr;
  std::optional<PgSession> session_;  // Of the transaction that is open.
  sql::Failure failure_ = sql::Failure::kOfABody;
  Deferring deferring_ = Deferring::kYes;
  int tried_ = 0;
};

std::vector<absl::Status> PgEngine::RunBatch(absl::Span<const sql::Job> jobs) {
  std::vector<const sql::Job*> all;
  all.reserve(jobs.size());
  for (const sql::Job& job : jobs) all.push_back(&job);
  WriteTransaction transaction(*this);
  std::vector<absl::Status> results = sql::RunJobs(transaction, all);
  if (stopped()) results.assign(results.size(), StoppedError());
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (results[i].ok() && jobs[i].committed) jobs[i].committed();
  }
  return results;
}

void PgEngine::Maintain(sql::Pause pause) {
  switch (pause) {
    case sql::Pause::kBetweenBatches:
      return;
    case sql::Pause::kIdle:
      if (!stopped()) (void)writer_.Connected();  // The next batch tells its callers.
      return;
  }
}

}  // namespace probity::postgres
