#include "storage/sqlite/connection.h"

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::sqlite {
namespace {

// Of the virtual machine: some tenths of a millisecond.
constexpr int kStepsBetweenLooks = 5000;

constexpr int kOn = 1;
constexpr int kOff = 0;

std::string CommonPragmas(const ConnectionOptions& options) {
  return absl::StrCat(
      "PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON;"
      "PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
      "PRAGMA cache_size=-",
      options.cache_kib, ";");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             Role role, Fault& fault) {
  // NOMUTEX: a connection is used by one thread at a time, which our own locks order.
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW |
      (role == Role::kReader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &db, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  std::unique_ptr<Connection> connection(new Connection(db, fault));
  PROBITY_RETURN_IF_ERROR(connection->Checked(code));
  PROBITY_RETURN_IF_ERROR(connection->Configure(options, role));
  return connection;
}

Connection::~Connection() {
  free_.clear();
  sqlite3_close_v2(db_);
}

absl::Status Connection::Configure(const ConnectionOptions& options, Role role) {
  sqlite3_busy_timeout(db_, options.busy_timeout_ms);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, kOn, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, kOff, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, kOff, nullptr);
  // The engine checkpoints by hand before it closes its writer; no close does it unseen.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, kOn, nullptr);
  PROBITY_RETURN_IF_ERROR(Run(CommonPragmas(options).c_str()));
  switch (role) {
    case Role::kReader:
      return Run("PRAGMA query_only=ON");
    case Role::kCopy:
      return Run("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF");
    case Role::kWriter:
      return ConfigureWriter(options.durability);
  }
  return Internal("unknown role of a connection");
}

absl::Status Connection::ConfigureWriter(Durability durability) {
  PROBITY_RETURN_IF_ERROR(Run("PRAGMA page_size=4096"));
  PROBITY_ASSIGN_OR_RETURN(const std::string mode, QueryText("PRAGMA journal_mode=WAL"));
  if (mode != "wal") return Internal("the database cannot use a WAL");
  return Run(durability == Durability::kPowerLoss ? "PRAGMA synchronous=FULL"
                                                  : "PRAGMA synchronous=NORMAL");
}

void Connection::RunUntil(absl::Time deadline, const std::function<absl::Time()>& now) {
  deadline_ = deadline;
  now_ = &now;
  const bool limited = deadline < absl::InfiniteFuture();
  sqlite3_progress_handler(db_, limited ? kStepsBetweenLooks : 0, limited ? &OnProgress : nullptr,
                           this);
}

absl::Status Connection::CheckTime() const {
  if (deadline_ == absl::InfiniteFuture() || (*now_)() < deadline_) return absl::OkStatus();
  return TookTooLong();
}

int Connection::OnProgress(void* connection) {
  return static_cast<const Connection*>(connection)->CheckTime().ok() ? 0 : 1;
}

absl::Status Connection::Run(const char* sql) {
  return Checked(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr));
}

absl::StatusOr<std::string> Connection::QueryText(const char* sql) {
  PROBITY_ASSIGN_OR_RETURN(const Statement statement, Prepare(sql, 0));
  const int code = sqlite3_step(statement.raw.get());
  PROBITY_RETURN_IF_ERROR(Checked(code));
  if (code != SQLITE_ROW) return NotFound();
  const unsigned char* text = sqlite3_column_text(statement.raw.get(), 0);
  if (text == nullptr) return std::string();
  return std::string(reinterpret_cast<const char*>(text),
                     sqlite3_column_bytes(statement.raw.get(), 0));
}

absl::StatusOr<int64_t> Connection::QueryInteger(const char* sql) {
  PROBITY_ASSIGN_OR_RETURN(const Statement statement, Prepare(sql, 0));
  const int code = sqlite3_step(statement.raw.get());
  PROBITY_RETURN_IF_ERROR(Checked(code));
  if (code != SQLITE_ROW) return NotFound();
  return sqlite3_column_int64(statement.raw.get(), 0);
}

absl::StatusOr<Connection::Statement> Connection::Prepare(const char* sql, unsigned flags) {
  sqlite3_stmt* statement = nullptr;
  PROBITY_RETURN_IF_ERROR(Checked(sqlite3_prepare_v3(db_, sql, -1, flags, &statement, nullptr)));
  if (statement == nullptr) return Internal("a statement is empty");
  Statement prepared;
  prepared.raw.reset(statement);
  for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    if (name == nullptr) return Internal("a statement has a parameter without a name");
    prepared.parameters.push_back(name + 1);  // Without the colon.
  }
  return prepared;
}

absl::StatusOr<Connection::Statement> Connection::Take(const sql::StatementText& text,
                                                       sql::Plan plan) {
  std::vector<Statement>& free = free_[{&text, plan}];
  if (free.empty()) {
    return Prepare(plan == sql::Plan::kNow ? text.now : text.as_of, SQLITE_PREPARE_PERSISTENT);
  }
  Statement statement = std::move(free.back());
  free.pop_back();
  return statement;
}

void Connection::GiveBack(const sql::StatementText& text, sql::Plan plan, Statement statement) {
  free_[{&text, plan}].push_back(std::move(statement));
}

}  // namespace probity::sqlite
