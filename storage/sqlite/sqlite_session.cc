#include "storage/sqlite/sqlite_session.h"

#include <algorithm>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::sqlite {
namespace {

// Not null, since SQLite takes a null pointer for NULL, whatever the length.
const char* DataOf(absl::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }

int BindValue(sqlite3_stmt* statement, int index, const sql::Value& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
    int operator()(absl::string_view text) const {
      return sqlite3_bind_text64(statement, index, DataOf(text), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    int operator()(sql::Blob blob) const {
      return sqlite3_bind_blob64(statement, index, DataOf(blob.bytes), blob.bytes.size(),
                                 SQLITE_STATIC);
    }
  };
  return std::visit(Binder{statement, index}, value);
}

absl::Status BindAll(Connection& connection, const Connection::Statement& statement,
                     sql::Params params) {
  int index = 0;
  for (const absl::string_view name : statement.parameters) {
    ++index;
    const auto param = std::find_if(params.begin(), params.end(),
                                    [name](const sql::Param& given) { return given.name == name; });
    if (param == params.end()) return Internal("a statement lacks a parameter");
    PROBITY_RETURN_IF_ERROR(
        connection.Checked(BindValue(statement.raw.get(), index, param->value)));
  }
  return absl::OkStatus();
}

// Takes a statement out of the cache, binds it, and counts and gives it back at the end.
class RunningStatement {
 public:
  static absl::StatusOr<RunningStatement> Start(Connection& connection, sql::Work& work,
                                                const sql::StatementText& text, sql::Plan plan,
                                                sql::Params params) {
    if (connection.fault().stopped()) return StoppedError();
    PROBITY_RETURN_IF_ERROR(connection.CheckTime());
    PROBITY_ASSIGN_OR_RETURN(Connection::Statement taken, connection.Take(text, plan));
    RunningStatement running(connection, work, text, plan, std::move(taken));
    PROBITY_RETURN_IF_ERROR(BindAll(connection, running.statement_, params));
    return running;
  }
  RunningStatement(RunningStatement&&) = default;
  ~RunningStatement() {
    if (statement_.raw == nullptr) return;
    CountWork();
    sqlite3_reset(raw());  // Its code is that of the last step, which has been looked at.
    sqlite3_clear_bindings(raw());
    connection_.GiveBack(text_, plan_, std::move(statement_));
  }

  // True while there are rows.
  absl::StatusOr<bool> Step() {
    const int code = sqlite3_step(raw());
    PROBITY_RETURN_IF_ERROR(connection_.Checked(code));
    if (code == SQLITE_ROW) ++rows_;
    return code == SQLITE_ROW;
  }
  sqlite3_stmt* raw() const { return statement_.raw.get(); }

 private:
  RunningStatement(Connection& connection, sql::Work& work, const sql::StatementText& text,
                   sql::Plan plan, Connection::Statement statement)
      : connection_(connection),
        work_(work),
        text_(text),
        plan_(plan),
        statement_(std::move(statement)),
        changes_before_(sqlite3_total_changes64(connection.raw())) {}

  // A returned row costs a step for each column, one to hand it out and one to move on; a row that
  // was looked at and not returned costs two at least. So this is never below the rows visited.
  void CountWork() {
    const int64_t steps = sqlite3_stmt_status(raw(), SQLITE_STMTSTATUS_VM_STEP, 1);
    const int64_t scanned = sqlite3_stmt_status(raw(), SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
    const int64_t returning = rows_ * (sqlite3_column_count(raw()) + 2);
    const int64_t not_returned = std::max<int64_t>(0, steps - returning) / 2;
    ++work_.statements;
    work_.rows_visited += std::max(scanned, rows_ + not_returned);
    if (sqlite3_stmt_readonly(raw()) == 0) {
      work_.rows_written += sqlite3_total_changes64(connection_.raw()) - changes_before_;
    }
  }

  Connection& connection_;
  sql::Work& work_;
  const sql::StatementText& text_;
  const sql::Plan plan_;
  Connection::Statement statement_;
  int64_t changes_before_;
  int64_t rows_ = 0;
};

class StatementRow final : public sql::Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const override { return sqlite3_column_count(statement_); }
  absl::string_view column_name(int column) const override {
    const char* name = sqlite3_column_name(statement_, column);
    return name == nullptr ? absl::string_view() : absl::string_view(name);
  }
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  absl::string_view text(int column) const override {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    if (text == nullptr) return absl::string_view();
    return absl::string_view(reinterpret_cast<const char*>(text),
                             sqlite3_column_bytes(statement_, column));
  }
  absl::string_view bytes(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return absl::string_view();
    return absl::string_view(static_cast<const char*>(bytes),
                             sqlite3_column_bytes(statement_, column));
  }

 private:
  sqlite3_stmt* const statement_;
};

}  // namespace

absl::StatusOr<int64_t> SqliteSession::Execute(const sql::StatementText& statement,
                                               sql::Params params) {
  PROBITY_ASSIGN_OR_RETURN(
      RunningStatement running,
      RunningStatement::Start(connection_, work_, statement, sql::Plan::kNow, params));
  PROBITY_ASSIGN_OR_RETURN(const bool has_row, running.Step());
  if (has_row) return Internal("a statement without an answer gave a row");
  return sqlite3_stmt_readonly(running.raw()) ? 0 : sqlite3_changes64(connection_.raw());
}

absl::Status SqliteSession::Query(const sql::StatementText& statement, sql::Plan plan,
                                  sql::Params params,
                                  absl::FunctionRef<absl::Status(const sql::Row&)> each) {
  PROBITY_ASSIGN_OR_RETURN(RunningStatement running,
                           RunningStatement::Start(connection_, work_, statement, plan, params));
  const StatementRow row(running.raw());
  while (true) {
    PROBITY_ASSIGN_OR_RETURN(const bool has_row, running.Step());
    if (!has_row) return absl::OkStatus();
    PROBITY_RETURN_IF_ERROR(each(row));
  }
}

}  // namespace probity::sqlite
