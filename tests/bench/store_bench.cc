// Writes through one server on each engine, beside what PostgreSQL itself commits row by row.
//   store_bench [callers] [writes]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/connection.h"
#include "tests/support/postgres/register.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using Clock = std::chrono::steady_clock;

double PerSecond(int count, Clock::time_point begin) {
  return count / std::chrono::duration<double>(Clock::now() - begin).count();
}

void Require(const absl::Status& status) {
  if (status.ok()) return;
  fprintf(stderr, "%s\n", status.ToString().c_str());
  exit(1);
}

// What recording a report asks and writes: its mission, the next reference, a case, an allegation
// that is sealed with the case's key.
absl::Status RecordCase(storage::Store& store, int number) {
  const storage::Caller caller = {.viewer = storage::Viewer::System(),
                                  .method = "bench/Record",
                                  .request_id = absl::StrCat("request-", number),
                                  .now = absl::Now()};
  return store
      .Write(caller, v1::RecordAllegationRequest(),
             [](storage::WriteTx& tx) -> absl::StatusOr<v1::Case> {
               v1::Case received;
               received.set_mission("missions/UNMIL");
               PROBITY_RETURN_IF_ERROR(tx.missions().Exists(received.mission()));
               PROBITY_ASSIGN_OR_RETURN(*received.mutable_reference(),
                                        tx.NextReference(received.mission(), 2026));
               received.set_narrative("what was seen");
               PROBITY_ASSIGN_OR_RETURN(received, tx.cases().Insert(received));
               v1::Allegation allegation;
               allegation.set_case_name(received.name());
               allegation.mutable_placeholder()->set_unit("Transport section");
               PROBITY_RETURN_IF_ERROR(tx.allegations().Insert(allegation).status());
               return received;
             })
      .status();
}

double RecordCases(storage::Store& store, int callers, int writes) {
  static std::atomic<int> next = 0;
  const int end = next + writes;
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&store, end] {
      for (int number = next++; number < end; number = next++) Require(RecordCase(store, number));
    });
  }
  for (std::thread& thread : threads) thread.join();
  next = end;
  return PerSecond(writes, begin);
}

double CommitRows(PostgresDatabase& database, int rows) {
  database.Sql("CREATE TABLE single (id bigint PRIMARY KEY, body text)");
  const auto connection = postgres::Connection::Open(database.conninfo(), postgres::Role::kWriter);
  Require(connection.status());
  const auto begin = Clock::now();
  for (int i = 0; i < rows; ++i) {
    Require((*connection)->Run(absl::StrCat("INSERT INTO single VALUES (", i, ", 'body')")));
  }
  return PerSecond(rows, begin);
}

int Main(int callers, int writes) {
  PostgresCluster cluster;
  PostgresTestRegister postgres(cluster);
  TestRegister sqlite;
  PostgresDatabase database(cluster);
  std::printf("%-44s %8s\n", "", "1/s");
  std::printf("%-44s %8.0f\n", "PostgreSQL, rows committed one by one", CommitRows(database, 1000));
  for (const int some : {1, callers}) {
    const int count = some == 1 ? writes / 10 : writes;
    std::printf("%-28s %3d %-12s %8.0f\n", "PostgreSQL, recorded by", some, "callers",
                RecordCases(postgres.store(), some, count));
    std::printf("%-28s %3d %-12s %8.0f\n", "SQLite, recorded by", some, "callers",
                RecordCases(sqlite.store(), some, count));
  }
  return 0;
}

}  // namespace
}  // namespace probity::test

int main(int argc, char** argv) {
  return probity::test::Main(argc > 1 ? atoi(argv[1]) : 64, argc > 2 ? atoi(argv[2]) : 10000);
}
