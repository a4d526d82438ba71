// What the tests of the engine share: a database of their own and a tiny schema.
#ifndef PROBITY_TESTS_STORAGE_POSTGRES_FIXTURE_H_
#define PROBITY_TESTS_STORAGE_POSTGRES_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/postgres/pg_engine.h"
#include "tests/support/entries.h"
#include "tests/support/postgres/cluster.h"
#include "tests/support/status_matchers.h"

namespace probity::postgres {

using test::AddEntry;
using test::Entries;
using test::EntryJob;
using test::Fails;
using test::FailsWith;
using test::Integers;
using test::IsOk;
using test::JobOf;
using test::kAddEntry;
using test::kEntries;
using test::kOk;
using test::MakeMigration;
using test::MakeStatement;
using test::RunAll;

inline constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
inline const auto kUnreachable = Fails(kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE);
inline const auto kStopped = Fails(kUnavailable, v1::ERROR_REASON_STORE_STOPPED);

inline const embed::EmbeddedFile kEntrySchema[] = {MakeMigration(
    "0001_entry.sql",
    "CREATE TABLE entry(id bigint PRIMARY KEY, body text NOT NULL CHECK(body <> ''));"
    "CREATE TABLE twin(id bigint PRIMARY KEY REFERENCES entry(id)"
    "  DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE clock(epoch bigint, sequence bigint); INSERT INTO clock VALUES(1, 0)")};

inline constexpr auto kTick = MakeStatement("tick", "UPDATE clock SET sequence = sequence + 1");
inline constexpr auto kLockClock =
    MakeStatement("lock_clock", "SELECT epoch, sequence FROM clock FOR UPDATE");
inline constexpr auto kMarkClock = MakeStatement("mark_clock", "SELECT epoch, sequence FROM clock");
inline constexpr ClockStatements kClock = {.lock = &kLockClock, .mark = &kMarkClock};
inline constexpr auto kSequence = MakeStatement("sequence", "SELECT sequence FROM clock");
// Of the connection that asks.
inline constexpr auto kBackend = MakeStatement("backend", "SELECT pg_backend_pid()");

// A write that moves the clock, as those of the register do.
inline sql::Job TickJob(int64_t id) {
  return JobOf([id](sql::Session& session) -> absl::Status {
    absl::Status ticked = session.Execute(kTick, {}).status();
    return ticked.ok() ? AddEntry(session, id, "body") : ticked;
  });
}

inline PgOptions EntryOptions(std::string conninfo) {
  PgOptions options;
  options.conninfo = std::move(conninfo);
  options.migrations = kEntrySchema;
  options.clock = &kClock;
  options.readers = 2;
  options.accepts_unsafe_server = true;
  return options;
}

class PostgresTest : public testing::Test {
 protected:
  explicit PostgresTest(test::PostgresCluster& cluster = test::PostgresCluster::Shared())
      : database_(cluster) {}

  PgOptions Options() const { return EntryOptions(database_.conninfo()); }
  std::unique_ptr<PgEngine> Open() { return Open(Options()); }
  static std::unique_ptr<PgEngine> Open(const PgOptions& options) {
    auto engine = PgEngine::Open(options);
    EXPECT_THAT(engine, IsOk());
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  // Ends other connections to the database at once, whatever they do.
  void Terminate() {
    database_.Sql(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  test::PostgresDatabase database_;
};

}  // namespace probity::postgres

#endif  // PROBITY_TESTS_STORAGE_POSTGRES_FIXTURE_H_
