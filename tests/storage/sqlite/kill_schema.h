// What kill_test and the process that it kills agree on.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_KILL_SCHEMA_H_
#define PROBITY_TESTS_STORAGE_SQLITE_KILL_SCHEMA_H_

#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {

inline constexpr int kLanes = 8;

// No UNIQUE: a request that is done twice shall show.
inline const embed::EmbeddedFile kKillSchema[] = {
    MakeMigration("0001_request.sql",
                  "CREATE TABLE request(id INTEGER PRIMARY KEY, request INTEGER NOT NULL) STRICT;"
                  "CREATE INDEX request_request ON request(request);")};

inline constexpr sql::StatementText kFindRequest =
    MakeStatement("find_request", "SELECT 1 FROM request WHERE request = :request");
inline constexpr sql::StatementText kAddRequest =
    MakeStatement("add_request", "INSERT INTO request(request) VALUES(:request)");
inline constexpr sql::StatementText kRequests =
    MakeStatement("requests", "SELECT request FROM request ORDER BY request");

inline SqliteOptions KillOptions(std::string path) {
  SqliteOptions options = EntryOptions(std::move(path));
  options.migrations = kKillSchema;
  options.checkpoint_bytes = 128 << 10;  // So that some are killed in a checkpoint.
  return options;
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_KILL_SCHEMA_H_
