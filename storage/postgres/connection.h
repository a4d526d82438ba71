// One connection to a database, set up by the rules of README.md, with its prepared statements.
#ifndef PROBITY_STORAGE_POSTGRES_CONNECTION_H_
#define PROBITY_STORAGE_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/sql/session.h"

namespace probity::postgres {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

enum class Role {
  kWriter,  // Commits durably, and gives a lock up that it cannot get or does not use.
  kReader,
};

// Used by one thread at a time.
class Connection {
 public:
  // `conninfo`: what libpq takes, words or a URI. UNAVAILABLE: nobody answers there, or not to this
  // name and password. FAILED_PRECONDITION: server or database is not fit (fitness.h).
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& conninfo, Role role);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs statements that take no parameters, separated by semicolons; the answers of all of them.
  absl::StatusOr<std::vector<Result>> Query(const std::string& sql);
  absl::Status Run(const std::string& sql) { return Query(sql).status(); }
  // The same for what takes no time: UNAVAILABLE if there is no answer within some seconds. Drop it
  // after an error. Not under RunUntil.
  absl::Status RunPromptly(const std::string& sql);

  struct Prepared {
    std::string name;
    std::vector<std::string> parameters;  // parameters[0] is $1
    std::vector<Oid> types;               // of the same
    bool writes_one_row = false;          // whenever it succeeds
    bool goes_first = false;              // of those that are sent together
    // The same for many rows at once, with an array for each parameter; null if there is none.
    std::unique_ptr<const Prepared> for_many = nullptr;
  };
  // Prepares a statement at its first use; valid as long as the connection.
  absl::StatusOr<const Prepared*> Prepare(const sql::StatementText& text, sql::Plan plan);
  // Values in PostgreSQL's binary form, the answer too; a null pointer is NULL.
  absl::StatusOr<Result> Execute(const Prepared& prepared, const std::vector<const char*>& values,
                                 const std::vector<int>& lengths);

  // Sends the same without waiting for an answer: see pipeline.h.
  absl::Status Send(const Prepared& prepared, const std::vector<const char*>& values,
                    const std::vector<int>& lengths);
  // Until there is something to take, or the time of RunUntil is over and nothing has come after a
  // cancellation either: the connection is lost then.
  absl::Status WaitForAnswer();
  // Of an answer; notes whether it is passing().
  absl::Status StatusOf(const PGresult* answer);
  // True if Prepare would ask the server.
  bool IsNew(const sql::StatementText& text, sql::Plan plan) const {
    return !prepared_.contains({&text, plan});
  }
  // Has kept plans made anew if it is time to: between transactions.
  absl::Status RenewPlans();

  // Whatever runs past `deadline` is cancelled, and answers DEADLINE_EXCEEDED as CheckTime does,
  // until the next call. `now` must outlive that; it is asked every few milliseconds. Where the
  // server does not heed that either, within two seconds, the connection is lost().
  void RunUntil(absl::Time deadline, const std::function<absl::Time()>& now);
  // For work of many statements that are short.
  absl::Status CheckTime() const;

  // Nothing more can be had from it.
  bool lost() const { return abandoned_ || PQstatus(raw_) == CONNECTION_BAD; }
  // Looks whether the server has hung up meanwhile: its last words first, then the end.
  void LookWhetherLost() {
    if (PQconsumeInput(raw_) != 0) PQconsumeInput(raw_);
  }
  // True if the last error is one after which the transaction may be run again (IsPassing).
  bool passing() const { return passing_; }
  PGconn* raw() const { return raw_; }
  std::string server_version() const;
  PGTransactionStatusType transaction() const { return PQtransactionStatus(raw_); }
  // Warnings of the server until now. One that comes with the answer to COMMIT says that the
  // commit is not as safe as was asked.
  int warnings() const { return warnings_; }

 private:
  Connection(PGconn* raw, Role role) : raw_(raw), role_(role) {}
  absl::Status Configure();
  absl::Status PrepareAs(const Prepared& prepared, const std::string& sql);
  // Everything that answers what was sent. `sent` is libpq's 1 or 0.
  absl::StatusOr<std::vector<Result>> Answers(int sent);
  // Asks the server to end what runs, and does not wait for that.
  void Cancel();
  // True until the server has taken the last Cancel in: until then it may hit the next statement.
  bool Cancelling() const;
  static void OnNotice(void* connection, const PGresult* notice);

  PGconn* const raw_;
  const Role role_;
  bool abandoned_ = false;
  bool passing_ = false;
  bool cancelled_ = false;
  int warnings_ = 0;
  int64_t executed_ = 0;
  int64_t names_ = 0;            // Of prepared statements.
  int64_t renew_plans_at_ = 64;  // Then after twice as many (DECISIONS.md: plans).
  absl::Time deadline_ = absl::InfiniteFuture();
  const std::function<absl::Time()>* now_ = nullptr;
  std::future<void> cancelling_;
  using Key = std::pair<const sql::StatementText*, sql::Plan>;
  absl::flat_hash_map<Key, std::unique_ptr<Prepared>> prepared_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_CONNECTION_H_
