// What becomes of the connection of a read that is ended in time.
#include <atomic>

#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

const auto kTooLate =
    Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED);

class PostgresReadDeadline : public PostgresTest {};

TEST_F(PostgresReadDeadline, AStatementIsCancelledAndItsConnectionKept) {
  static constexpr auto kSleep = MakeStatement("sleep", "SELECT 1 FROM pg_sleep(3600)");
  PgOptions options = Options();
  options.readers = 1;
  std::atomic<int64_t> looks = 0;  // At a clock that they move by a millisecond each.
  options.now = [&] { return absl::UnixEpoch() + absl::Milliseconds(looks++); };
  const auto engine = Open(options);
  std::vector<int64_t> before;
  std::vector<int64_t> after;
  EXPECT_THAT(engine->Read(absl::UnixEpoch() + absl::Milliseconds(50),
                           [&](sql::Session& session) {
                             before = *Integers(session, kBackend);
                             return Integers(session, kSleep).status();
                           }),
              kTooLate);
  EXPECT_THAT(engine->Read([&](sql::Session& session) {
    after = *Integers(session, kBackend);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(before, after) << "the connection is as good as before";
}

}  // namespace
}  // namespace probity::postgres
