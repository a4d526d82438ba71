// What an SQL engine gives to the register above it: statements by name, in transactions.
// Engine-neutral: storage/sqlite and storage/postgres implement it; nothing above storage/ sees it.
#ifndef PROBITY_STORAGE_SQL_SESSION_H_
#define PROBITY_STORAGE_SQL_SESSION_H_

#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/sql/known.h"

namespace probity::sql {

// One named statement of a .sql file, made by the embedding tool at build time. A statement over a
// versioned table has two plans: `now` reads live rows, `as_of` those that were live at :as_of.
// A statement without versions has the same text in both. All pointers are to static storage; the
// address of a StatementText identifies it (engines key their prepared statements by it).
struct StatementText {
  const char* file;
  int line;
  const char* name;
  const char* now;
  const char* as_of;
  const char* scan_reason = nullptr;      // Why it may read a whole table; null if it may not.
  const char* unwalled_reason = nullptr;  // Why it may read a guarded table without the wall.
};

enum class Plan { kNow, kAsOf };

struct Blob {
  absl::string_view bytes;
};
// Null, integer, text or bytes. Text and bytes are borrowed for the length of the call.
using Value = std::variant<std::monostate, int64_t, absl::string_view, Blob>;

struct Param {
  absl::string_view name;  // Without the colon. A name that the statement lacks is ignored;
  Value value;             // one that the statement has and the caller does not give is INTERNAL.
};
using Params = absl::Span<const Param>;

// One row of an answer, valid until the next one is asked for.
class Row {
 public:
  virtual ~Row() = default;
  virtual int columns() const = 0;
  virtual absl::string_view column_name(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual int64_t integer(int column) const = 0;          // 0 if null
  virtual absl::string_view text(int column) const = 0;   // Empty if null
  virtual absl::string_view bytes(int column) const = 0;  // Empty if null
};

// What a transaction has cost so far. Tests assert these instead of a clock.
struct Work {
  int64_t statements = 0;
  // Rows of tables and indexes that the statements looked at, never too low by more than the rows
  // returned; may be up to some ten times too high (each engine's README says how it counts).
  int64_t rows_visited = 0;
  int64_t rows_written = 0;  // An engine may count those of triggers and foreign-key actions too.
};

// One open transaction. Used by one thread at a time; never outlives the call that handed it out.
// Errors: INTERNAL (a wrong statement or parameter: our fault), ALREADY_EXISTS (a UNIQUE
// constraint), FAILED_PRECONDITION (another constraint), UNAVAILABLE (the engine has stopped, its
// database cannot be reached, or has undone the transaction in favour of another). After an error a
// body ends, with that error or another: the transaction has none of its rows any more. Each has
// its reason (proto/support/error.h); no message holds driver text or parameter values.
class Session {
 public:
  virtual ~Session() = default;
  // Runs a statement that returns no rows. Returns how many rows it wrote. An engine may take it
  // for granted that an INSERT of one row succeeds; if it does not, the body is run again, and
  // told.
  virtual absl::StatusOr<int64_t> Execute(const StatementText& statement, Params params) = 0;
  // Calls `each` for every row, in the statement's order; its first error ends the query.
  virtual absl::Status Query(const StatementText& statement, Plan plan, Params params,
                             absl::FunctionRef<absl::Status(const Row&)> each) = 0;
  // Says that a body will ask this soon, in the plan of now: an engine may ask it at once with
  // others, and answer the Query with what there was then. For rows that no write of the same
  // transaction changes without an error.
  virtual void Foresee(const StatementText& /*statement*/, Params /*params*/) {}
  virtual const Work& work() const = 0;
  // Of this transaction; what a body that is undone has done to them is undone too.
  Known& known() { return known_; }

 private:
  Known known_;
};

// A write waiting for its transaction. `body` may be run more than once and must keep no state of
// an earlier run. `committed` runs on the writing thread after COMMIT and before any job of the
// batch is answered, in the order of the batch; not at all if the body failed.
struct Job {
  std::function<absl::Status(Session&)> body;
  std::function<void()> committed;  // May be empty.
  // Called before the first body of a transaction, to foresee what this one asks. May be empty.
  std::function<void(Session&)> foresee = nullptr;
  // Goes on when the disk is low, or the queue full, and other writes are refused: for the access
  // log only, so that audited reads go on and denials leave their trace.
  bool uses_reserve = false;
};

// Where the writer stands when it calls Maintain.
enum class Pause {
  kBetweenBatches,  // After each batch, when its callers have been answered.
  kIdle,            // Nothing has come for 50 ms; again every second while nothing comes.
};

// An open database. Thread-safe but for RunBatch and Maintain, which one thread at a time may call
// (the writer: see group_commit.h).
class Engine {
 public:
  virtual ~Engine() = default;
  // Runs `read` in one read-only snapshot, on the caller's thread; waits for a free reader. Ends
  // what takes longer than until `deadline`, or than the engine lets a snapshot with a deadline
  // stay, with DEADLINE_EXCEEDED; without one (InfiniteFuture) nothing ends. A read inside a read
  // may wait for ever: do not nest. Also UNAVAILABLE when the disk is full.
  virtual absl::Status Read(absl::Time deadline,
                            absl::FunctionRef<absl::Status(Session&)> read) = 0;
  // The server's own.
  absl::Status Read(absl::FunctionRef<absl::Status(Session&)> read) {
    return Read(absl::InfiniteFuture(), read);
  }
  // One transaction for all jobs: run without savepoints first and, if a body fails, rolled back
  // and run again with a savepoint each, so that a failing body takes only its own rows with it.
  // The i-th status answers the i-th job; OK means durable. After an I/O error nothing is
  // acknowledged any more: every job gets UNAVAILABLE (outcome unknown) and stopped() is true for
  // good. An engine whose database is elsewhere may answer UNAVAILABLE (outcome unknown) and go on.
  // On a low disk jobs get RESOURCE_EXHAUSTED, on a full one UNAVAILABLE; these have
  // not run.
  virtual std::vector<absl::Status> RunBatch(absl::Span<const Job> jobs) = 0;
  // True if other processes may write to this database too.
  virtual bool shared() const = 0;
  // Waits until one of them may have written, for `longest` at most. A hint: the truth is in the
  // rows. For one thread.
  virtual void AwaitChange(absl::Duration longest) = 0;
  // Housekeeping (checkpoints, free space), on the writer's thread.
  virtual void Maintain(Pause pause) = 0;
  // The engine saw a fault after which no acknowledgement would be honest
  // (storage/sqlite/README.md, rule 5).
  virtual bool stopped() const = 0;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_SESSION_H_
