// What the tests of crashes read of a register's ledger, below its store.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_LEDGER_READER_H_
#define PROBITY_TESTS_STORAGE_SQLITE_LEDGER_READER_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {

inline constexpr sql::StatementText kLeaves = MakeStatement(
    "leaves", "SELECT leaf_index, sequence, coalesce(request_id, '') FROM ledger ORDER BY 1");
inline constexpr sql::StatementText kPersons =
    MakeStatement("persons", "SELECT id FROM persons ORDER BY id");
inline constexpr sql::StatementText kClock = MakeStatement("clock", "SELECT leaves FROM clock");

// The numbers of all requests, in the order of their leaves (kill_register.h). The ledger is dense,
// its sequence grows, and each request has written one person.
inline std::vector<int64_t> RequestsIn(sql::Engine& engine) {
  std::vector<int64_t> requests;
  int64_t leaves = 0;
  int64_t last_sequence = 0;
  EXPECT_TRUE(engine
                  .Read([&](sql::Session& session) {
                    return session.Query(
                        kLeaves, sql::Plan::kNow, {}, [&](const sql::Row& row) -> absl::Status {
                          EXPECT_EQ(row.integer(0), leaves++) << "a leaf is missing";
                          EXPECT_GT(row.integer(1), last_sequence);
                          last_sequence = row.integer(1);
                          absl::string_view id = row.text(2);
                          int64_t request = 0;
                          if (absl::ConsumePrefix(&id, "request-") &&
                              absl::SimpleAtoi(id, &request)) {
                            requests.push_back(request);
                          }
                          return absl::OkStatus();
                        });
                  })
                  .ok());
  const auto counted = Integers(engine, kClock);
  const auto persons = Integers(engine, kPersons);
  EXPECT_EQ(counted.value_or(std::vector<int64_t>()), std::vector<int64_t>{leaves});
  EXPECT_TRUE(persons.ok() && persons->size() == requests.size()) << "half a write, or one twice";
  return requests;
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_LEDGER_READER_H_
