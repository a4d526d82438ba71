// The access log of a test's register.
#ifndef PROBITY_TESTS_SUPPORT_ACCESS_LOG_H_
#define PROBITY_TESTS_SUPPORT_ACCESS_LOG_H_

#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "storage/ledger/leaf.h"
#include "storage/sql/session.h"
#include "tests/support/test_register.h"

namespace probity::test {

// Every entry, oldest first.
inline std::vector<ledger::AccessLeaf> AccessLog(TestRegister& reg) {
  static constexpr sql::StatementText kLeaves = {
      "all", 0, "the access log", "SELECT leaf FROM access_log ORDER BY instance, leaf_index", ""};
  std::vector<ledger::AccessLeaf> leaves;
  const absl::Status read = reg.reg().engine().Read([&](sql::Session& session) {
    return session.Query(kLeaves, sql::Plan::kNow, {}, [&](const sql::Row& row) {
      absl::StatusOr<ledger::AccessLeaf> leaf = ledger::DecodeAccessLeaf(row.bytes(0));
      if (leaf.ok()) leaves.push_back(*std::move(leaf));
      return leaf.status();
    });
  });
  EXPECT_TRUE(read.ok()) << read;
  return leaves;
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_ACCESS_LOG_H_
