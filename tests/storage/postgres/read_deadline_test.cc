// A read ends in time, whether it works or waits.
#include <atomic>

#include "proto/support/status_macros.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

const auto kTooLate =
    Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED);

constexpr auto kCountForEver = MakeStatement(
    "count_for_ever",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n");

// Its clock moves by a millisecond each time somebody looks at it.
class PostgresReadDeadline : public PostgresTest {
 protected:
  PostgresReadDeadline() {
    PgOptions options = Options();
    options.readers = 1;
    options.now = [this] { return Start() + absl::Milliseconds(looks_++); };
    options.longest_read = absl::Milliseconds(100);
    engine_ = Open(options);
  }
  static absl::Time Start() { return absl::FromUnixSeconds(2'000'000'000); }
  static absl::Status Query(sql::Session& session, const sql::StatementText& statement) {
    return session.Query(statement, sql::Plan::kNow, {},
                         [](const sql::Row&) { return absl::OkStatus(); });
  }

  std::atomic<int64_t> looks_ = 0;
  std::unique_ptr<PgEngine> engine_;
};

TEST_F(PostgresReadDeadline, AStatementThatDoesNotEndIsCancelled) {
  std::vector<int64_t> before;
  std::vector<int64_t> after;
  EXPECT_THAT(engine_->Read(Start() + absl::Milliseconds(50),
                            [&](sql::Session& session) {
                              before = *Integers(session, kBackend);
                              return Query(session, kCountForEver);
                            }),
              kTooLate);
  EXPECT_FALSE(engine_->stopped());
  EXPECT_THAT(engine_->Read([&](sql::Session& session) {
    after = *Integers(session, kBackend);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(before, after) << "the connection is as good as before";
}

TEST_F(PostgresReadDeadline, ManyShortStatementsEndToo) {
  int statements = 0;
  EXPECT_THAT(engine_->Read(Start() + absl::Milliseconds(90),
                            [&](sql::Session& session) {
                              while (true) {
                                PROBITY_RETURN_IF_ERROR(Query(session, kEntries));
                                ++statements;
                              }
                              return absl::OkStatus();
                            }),
              kTooLate);
  EXPECT_GT(statements, 10);
}

TEST_F(PostgresReadDeadline, ALateDeadlineDoesNotKeepASnapshotForEver) {
  EXPECT_THAT(engine_->Read(Start() + absl::Hours(1),
                            [](sql::Session& session) { return Query(session, kCountForEver); }),
              kTooLate);
  EXPECT_LT(looks_, 200);
}

TEST_F(PostgresReadDeadline, WhoWaitsForAReaderWaitsNoLongerThanItsDeadline) {
  EXPECT_THAT(engine_->Read([&](sql::Session& session) {
    PROBITY_RETURN_IF_ERROR(Query(session, kEntries));
    // The one reader is ours: without a bound this would wait for ever.
    EXPECT_THAT(engine_->Read(Start() + absl::Milliseconds(looks_ + 20),
                              [](sql::Session&) { return absl::OkStatus(); }),
                kTooLate);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(PostgresReadDeadline, TheServersOwnReadsHaveNone) {
  looks_ = 1'000'000'000;
  EXPECT_THAT(engine_->Read([](sql::Session& session) { return Query(session, kEntries); }),
              IsOk());
}

}  // namespace
}  // namespace probity::postgres
