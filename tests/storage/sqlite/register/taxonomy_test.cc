// Reference files come by a write, and a read of the past finds those of then.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "storage/sql/reference_data.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

class Taxonomies : public testing::Test {
 protected:
  size_t States(const storage::AsOf& as_of) {
    size_t states = 0;
    EXPECT_THAT(register_.store().Read(storage::Viewer::System(), as_of,
                                       [&](const storage::ReadTx& tx) -> absl::Status {
                                         PROBITY_ASSIGN_OR_RETURN(const auto found,
                                                                  tx.taxonomy().MemberStates());
                                         states = found.size();
                                         return absl::OkStatus();
                                       }),
                IsOk());
    return states;
  }

  TestRegister register_;
};

TEST_F(Taxonomies, OfThePastAreThoseThatWereLoadedByThen) {
  const size_t before = States({});
  EXPECT_GT(before, 190u);
  const int64_t then = register_.store().Status()->position.seq;
  constexpr absl::string_view kNewer =
      "# scheme: MEMBER_STATES, version: 9999-01-01, source: a test\n"
      "kind,iso3,iso2,name,aliases\nMEMBER_STATE,AAA,AA,Atlantis,\n";
  ASSERT_THAT(register_.reg().writer().Run(
                  {.body =
                       [&](sql::Session& session) {
                         return session
                             .Execute(sql::Statement(sql::kRegister, "insert_reference_file"),
                                      {{{"scheme", sql::kMemberStatesScheme},
                                        {"version", absl::string_view("9999-01-01")},
                                        {"from_seq", then + 1},
                                        {"content", sql::Blob{kNewer}}}})
                             .status();
                       },
                   .committed = [] {},
                   .uses_reserve = false},
                  absl::InfiniteFuture()),
              IsOk());
  EXPECT_EQ(States({}), 1u);
  EXPECT_EQ(States({.seq = then}), before);
}

TEST_F(Taxonomies, AreLoadedOnceAndNotAtEachOpening) {
  const absl::StatusOr<storage::RegisterStatus> before = register_.store().Status();
  register_.Close();
  register_.Open();
  const absl::StatusOr<storage::RegisterStatus> after = register_.store().Status();
  EXPECT_EQ(after->ledger_leaves, before->ledger_leaves);
  EXPECT_EQ(after->position.seq, before->position.seq);
}

}  // namespace
}  // namespace probity::test
