// What becomes of the connection of a read that is ended in time; and of reads whose server hangs
// without hanging up.
#include <atomic>
#include <optional>

#include "proto/support/status_macros.h"
#include "tests/storage/postgres/fixture.h"
#include "tests/support/postgres/stopped.h"

namespace probity::postgres {
namespace {

using test::Stopped;

const auto kTooLate =
    Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED);

// One reader. Its clock moves by a millisecond each time somebody looks at it.
class PostgresReadDeadline : public PostgresTest {
 protected:
  explicit PostgresReadDeadline(test::PostgresCluster& cluster = test::PostgresCluster::Shared())
      : PostgresTest(cluster) {
    PgOptions options = Options();
    options.readers = 1;
    options.now = [this] { return After(looks_++); };
    options.longest_read = absl::Milliseconds(100);
    options.longest_write = absl::Milliseconds(200);
    engine_ = Open(options);
  }
  static absl::Time After(int64_t milliseconds) {
    return absl::UnixEpoch() + absl::Milliseconds(milliseconds);
  }
  absl::Status ReadBy(absl::Time deadline) {
    return engine_->Read(
        deadline, [](sql::Session& session) { return Integers(session, kEntries).status(); });
  }
  // The server's process behind the one reader.
  std::string Backend() {
    std::string backend;
    EXPECT_THAT(engine_->Read([&](sql::Session& session) {
      backend = BackendOf(session);
      return absl::OkStatus();
    }),
                IsOk());
    return backend;
  }
  static std::string BackendOf(sql::Session& session) {
    return std::to_string(Integers(session, kBackend)->at(0));
  }

  std::atomic<int64_t> looks_ = 0;
  std::unique_ptr<PgEngine> engine_;
};

TEST_F(PostgresReadDeadline, AStatementIsCancelledAndItsConnectionKept) {
  static constexpr auto kSleep = MakeStatement("sleep", "SELECT 1 FROM pg_sleep(3600)");
  const std::string before = Backend();
  EXPECT_THAT(
      engine_->Read(After(looks_ + 50),
                    [](sql::Session& session) { return Integers(session, kSleep).status(); }),
      kTooLate);
  EXPECT_EQ(Backend(), before) << "the connection is as good as before";
}

TEST_F(PostgresReadDeadline, OneThatHasPassedCostsNoConnection) {
  const std::string before = Backend();
  EXPECT_THAT(ReadBy(After(looks_ - 1)), kTooLate);
  EXPECT_EQ(Backend(), before);
}

TEST_F(PostgresReadDeadline, ABackendThatHangsBeforeAReadEndsThatReadAlone) {
  const std::string before = Backend();
  const Stopped stopped({before});
  EXPECT_THAT(ReadBy(After(looks_ + 50)), kTooLate);
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
  EXPECT_NE(Backend(), before) << "its connection is dropped";
}

TEST_F(PostgresReadDeadline, ABackendThatHangsInTheMiddleOfAReadEndsIt) {
  Backend();  // Connects, for which there is time.
  std::optional<Stopped> stopped;
  EXPECT_THAT(engine_->Read(After(looks_ + 50),
                            [&](sql::Session& session) {
                              stopped.emplace(std::vector{BackendOf(session)});
                              return Integers(session, kEntries).status();
                            }),
              kTooLate);
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
}

TEST_F(PostgresReadDeadline, ABackendThatHangsAtTheEndOfAReadEndsIt) {
  Backend();  // Connects, for which there is time.
  std::optional<Stopped> stopped;
  EXPECT_THAT(engine_->Read(After(looks_ + 50),
                            [&](sql::Session& session) {
                              stopped.emplace(std::vector{BackendOf(session)});
                              return absl::OkStatus();
                            }),
              kTooLate);
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
}

// The writing thread would wait for ever, and all writes behind it.
TEST_F(PostgresReadDeadline, ABackendThatHangsUnderAWriteEndsItsBatchAlone) {
  std::optional<Stopped> stopped;
  EXPECT_THAT(RunAll(*engine_, {JobOf([&](sql::Session& session) {
                stopped.emplace(std::vector{BackendOf(session)});
                return AddEntry(session, 1, "body");
              })}),
              testing::ElementsAre(kUnavailable));
  stopped.reset();
  EXPECT_THAT(RunAll(*engine_, {TickJob(2)}), testing::ElementsAre(kOk));
  EXPECT_THAT(Entries(*engine_), testing::ElementsAre(2));
}

// More than the socket takes in: who sends must not wait for ever either.
TEST_F(PostgresReadDeadline, ABackendThatHangsUnderALargeWriteEndsItsBatchToo) {
  const std::string large(64 << 10, 'x');
  std::optional<Stopped> stopped;
  EXPECT_THAT(RunAll(*engine_, {JobOf([&](sql::Session& session) {
                stopped.emplace(std::vector{BackendOf(session)});
                for (int i = 0; i < 50; ++i) {
                  PROBITY_RETURN_IF_ERROR(AddEntry(session, 1 + i, large));
                }
                return absl::OkStatus();
              })}),
              testing::ElementsAre(kUnavailable));
  stopped.reset();
  EXPECT_THAT(RunAll(*engine_, {TickJob(2)}), testing::ElementsAre(kOk));
  EXPECT_THAT(Entries(*engine_), testing::ElementsAre(2));
}

TEST_F(PostgresReadDeadline, AStatementThatCouldNotBePreparedInTimeIsPreparedLater) {
  Backend();  // Connects, for which there is time.
  {
    const auto other = Connection::Open(database_.conninfo(), Role::kWriter);
    ASSERT_THAT(other, IsOk());
    ASSERT_THAT((*other)->Run("BEGIN; LOCK TABLE entry IN ACCESS EXCLUSIVE MODE"), IsOk());
    EXPECT_THAT(ReadBy(After(looks_ + 50)), kTooLate);
  }
  const std::string before = Backend();  // Prepares another.
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
  EXPECT_EQ(Backend(), before);
}

struct OwnCluster {
  test::PostgresCluster cluster;
};

class PostgresServerHangs : private OwnCluster, public PostgresReadDeadline {
 protected:
  PostgresServerHangs() : PostgresReadDeadline(cluster) {}
};

// Whoever connects to it then is accepted and told nothing, and so is who wants to cancel.
TEST_F(PostgresServerHangs, AsAWholeAndItsReadersAreToldSo) {
  {
    std::vector<std::string> processes =
        database_.Sql("SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)");
    processes.push_back(Backend());
    const Stopped stopped(processes);
    EXPECT_THAT(ReadBy(After(looks_ + 50)), kTooLate);
    EXPECT_THAT(ReadBy(After(looks_ + 50)), kTooLate) << "and does not wait for a connection";
  }
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
}

}  // namespace
}  // namespace probity::postgres
