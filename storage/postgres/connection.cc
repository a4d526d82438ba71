#include "storage/postgres/connection.h"

#include <poll.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/dialect.h"
#include "storage/postgres/fault.h"
#include "storage/postgres/fitness.h"
#include "storage/postgres/oids.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/row_group.h"
#include "storage/uptime.h"

namespace probity::postgres {
namespace {

// How often a wait for an answer looks at the clock, and how many looks an answer to a cancellation
// has before the connection is given up.
constexpr int kLookMs = 5;
constexpr int kLooksAfterCancel = 400;
// As long as it may take to connect.
constexpr absl::Duration kPromptly = absl::Seconds(3);

// Of pg_type.dat.
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;

// Nested loops over indexes, as the statements are written: no plan depends on what the server
// believes of tables that it has not looked at yet (DECISIONS.md).
constexpr char kSettings[] =
    "SET client_min_messages = warning; SET statement_timeout = 0; SET jit = off;"
    "SET plan_cache_mode = force_generic_plan; SET max_parallel_workers_per_gather = 0;"
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;"
    "SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET enable_material = off; SET enable_memoize = off;";
constexpr char kWriterSettings[] =
    "SET synchronous_commit = on; SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '30s';";

// Server and network may be gone without a word. What the site writes into its string counts more.
constexpr const char* kKeywords[] = {"connect_timeout",
                                     "tcp_user_timeout",
                                     "keepalives_idle",
                                     "keepalives_interval",
                                     "target_session_attrs",
                                     "application_name",
                                     "dbname",
                                     "client_encoding",
                                     nullptr};

PGconn* Connect(const std::string& conninfo) {
  const char* const values[] = {"3",        "10000",          "5",    "2",    "primary",
                                "probityd", conninfo.c_str(), "UTF8", nullptr};
  return PQconnectdbParams(kKeywords, values, /*expand_dbname=*/1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& conninfo,
                                                             Role role) {
  std::unique_ptr<Connection> connection(new Connection(Connect(conninfo), role));
  if (connection->lost()) return Unreachable();
  PROBITY_RETURN_IF_ERROR(connection->Configure());
  return connection;
}

Connection::~Connection() { PQfinish(raw_); }

absl::Status Connection::Configure() {
  PQsetNoticeReceiver(raw_, &OnNotice, this);
  // What the server does not take in lies here: who sends never waits, only who wants an answer.
  if (PQsetnonblocking(raw_, 1) != 0) return Unreachable();
  PROBITY_RETURN_IF_ERROR(CheckVersion(PQserverVersion(raw_)));
  PROBITY_RETURN_IF_ERROR(CheckEncoding(PQparameterStatus(raw_, "server_encoding")));
  PROBITY_RETURN_IF_ERROR(RunPromptly(kSettings));
  return role_ == Role::kWriter ? RunPromptly(kWriterSettings) : absl::OkStatus();
}

std::string Connection::server_version() const {
  const char* const version = PQparameterStatus(raw_, "server_version");
  return version == nullptr ? "" : version;
}

absl::StatusOr<std::vector<Result>> Connection::Query(const std::string& sql) {
  return Answers(PQsendQuery(raw_, sql.c_str()));
}

absl::Status Connection::RunPromptly(const std::string& sql) {
  const std::function<absl::Time()> now = [] { return absl::UnixEpoch() + storage::Uptime(); };
  RunUntil(now() + kPromptly, now);
  const absl::Status status = Run(sql);
  RunUntil(absl::InfiniteFuture(), now);
  return absl::IsDeadlineExceeded(status) ? Unreachable() : status;
}

absl::StatusOr<const Connection::Prepared*> Connection::Prepare(const sql::StatementText& text,
                                                                sql::Plan plan) {
  const auto known = prepared_.find({&text, plan});
  if (known != prepared_.end()) return known->second.get();
  const sql::StatementText& ours = InOurDialect(text);
  Numbered numbered = NumberParameters(plan == sql::Plan::kNow ? ours.now : ours.as_of);
  auto made = std::make_unique<Prepared>();
  // Never a name again: after an error the server may know it.
  made->name = absl::StrCat("s", ++names_);
  made->writes_one_row = WritesOneRow(ours);
  made->goes_first = InsertsEntities(ours);
  made->parameters = std::move(numbered.names);
  // What the server makes of the parameters: nameless, to look at them.
  PROBITY_RETURN_IF_ERROR(
      Answers(PQsendPrepare(raw_, "", numbered.sql.c_str(), 0, nullptr)).status());
  PROBITY_ASSIGN_OR_RETURN(const std::vector<Result> described,
                           Answers(PQsendDescribePrepared(raw_, "")));
  for (size_t i = 0; i < made->parameters.size(); ++i) {
    // "$1 = 0" looks like a small number; ours are all of 64 bits.
    const Oid type = PQparamtype(described.back().get(), static_cast<int>(i));
    made->types.push_back(type == kInt4 || type == kInt2 ? kInt8 : type);
  }
  PROBITY_RETURN_IF_ERROR(PrepareAs(*made, numbered.sql));
  const std::string for_many = ForManyRows(numbered.sql, made->types);
  if (role_ == Role::kWriter && made->writes_one_row && !for_many.empty()) {
    auto many = std::make_unique<Prepared>();
    many->name = absl::StrCat(made->name, "many");
    for (const Oid type : made->types) many->types.push_back(ArrayOf(type)->array);
    PROBITY_RETURN_IF_ERROR(PrepareAs(*many, for_many));
    made->for_many = std::move(many);
  }
  return (prepared_[{&text, plan}] = std::move(made)).get();
}

absl::Status Connection::PrepareAs(const Prepared& prepared, const std::string& sql) {
  return Answers(PQsendPrepare(raw_, prepared.name.c_str(), sql.c_str(),
                               static_cast<int>(prepared.types.size()), prepared.types.data()))
      .status();
}

absl::StatusOr<Result> Connection::Execute(const Prepared& prepared,
                                           const std::vector<const char*>& values,
                                           const std::vector<int>& lengths) {
  const absl::Status sent = Send(prepared, values, lengths);
  PROBITY_ASSIGN_OR_RETURN(std::vector<Result> answers, Answers(sent.ok() ? 1 : 0));
  return std::move(answers.back());
}

absl::Status Connection::Send(const Prepared& prepared, const std::vector<const char*>& values,
                              const std::vector<int>& lengths) {
  ++executed_;
  const std::vector<int> binary(values.size(), 1);
  if (PQsendQueryPrepared(raw_, prepared.name.c_str(), static_cast<int>(values.size()),
                          values.data(), lengths.data(), binary.data(), 1) != 0) {
    return absl::OkStatus();
  }
  return lost() ? Unreachable() : Internal("a statement cannot be sent");
}

absl::Status Connection::RenewPlans() {
  if (executed_ < renew_plans_at_) return absl::OkStatus();
  renew_plans_at_ = 2 * executed_;
  return Run("DISCARD PLANS");
}

void Connection::RunUntil(absl::Time deadline, const std::function<absl::Time()>& now) {
  deadline_ = deadline;
  now_ = deadline == absl::InfiniteFuture() ? nullptr : &now;
}

absl::Status Connection::CheckTime() const {
  if (deadline_ == absl::InfiniteFuture() || (*now_)() < deadline_) return absl::OkStatus();
  return TookTooLong();
}

absl::StatusOr<std::vector<Result>> Connection::Answers(int sent) {
  passing_ = false;
  cancelled_ = false;
  if (abandoned_) return Unreachable();
  std::vector<Result> answers;
  absl::Status first_error;
  if (sent == 0) first_error = lost() ? Unreachable() : Internal("a statement cannot be sent");
  while (true) {
    PROBITY_RETURN_IF_ERROR(WaitForAnswer());
    Result result(PQgetResult(raw_));
    if (result == nullptr) break;
    const absl::Status status = StatusOf(result.get());
    if (first_error.ok()) first_error = status;
    answers.push_back(std::move(result));
  }
  if (lost()) return Unreachable();
  PROBITY_RETURN_IF_ERROR(first_error);
  if (answers.empty()) return Internal("a statement is empty");
  return answers;
}

absl::Status Connection::WaitForAnswer() {
  if (deadline_ == absl::InfiniteFuture()) return absl::OkStatus();
  int looks_after_cancel = 0;
  bool unsent = PQflush(raw_) == 1;
  while (unsent || PQisBusy(raw_) != 0 || Cancelling()) {
    if (!cancelled_ && !CheckTime().ok()) Cancel();
    if (cancelled_ && ++looks_after_cancel > kLooksAfterCancel) {
      abandoned_ = true;
      return TookTooLong();
    }
    pollfd socket = {.fd = PQsocket(raw_), .events = 0, .revents = 0};
    if (unsent) socket.events |= POLLOUT;
    // What has come already is not waited for.
    const bool waits = unsent || PQisBusy(raw_) != 0;
    if (waits) socket.events |= POLLIN;
    poll(&socket, waits ? 1 : 0, kLookMs);
    if (PQconsumeInput(raw_) == 0) return absl::OkStatus();
    unsent = PQflush(raw_) == 1;
  }
  return absl::OkStatus();
}

// PQcancel waits until the server has taken it in, and knows no time-out: one that hangs as a whole
// accepts the connection and says nothing. Then its thread is left behind, until the server goes on
// or is gone.
void Connection::Cancel() {
  cancelled_ = true;
  std::promise<void> taken_in;
  cancelling_ = taken_in.get_future();
  std::thread([cancel = PQgetCancel(raw_), taken_in = std::move(taken_in)]() mutable {
    char ignored[256];
    if (cancel != nullptr) PQcancel(cancel, ignored, sizeof ignored);
    PQfreeCancel(cancel);
    taken_in.set_value();
  }).detach();
}

bool Connection::Cancelling() const {
  return cancelling_.valid() &&
         cancelling_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

absl::Status Connection::StatusOf(const PGresult* answer) {
  const ExecStatusType status = PQresultStatus(answer);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
  if (status == PGRES_PIPELINE_ABORTED) return Internal("a statement before this one failed");
  const char* const state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const absl::string_view sqlstate = state == nullptr ? absl::string_view() : state;
  // Its last word: the end of the connection may be seen later.
  const char* const severity = PQresultErrorField(answer, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && absl::string_view(severity) != "ERROR") abandoned_ = true;
  if (cancelled_ && sqlstate == "57014") return TookTooLong();
  if (role_ == Role::kReader && sqlstate == "25006") return Internal("a read cannot write");
  // What fails after it fails because of it.
  passing_ = passing_ || IsPassing(sqlstate);
  return sqlstate.empty() ? Unreachable() : postgres::StatusOf(sqlstate);
}

void Connection::OnNotice(void* connection, const PGresult* notice) {
  const char* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && absl::string_view(severity) == "WARNING") {
    ++static_cast<Connection*>(connection)->warnings_;
  }
}

}  // namespace probity::postgres
