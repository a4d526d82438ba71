// Promise 2 where nobody knows whether a commit took place: the same request_id finds out. A
// standby that never answers holds the commit back after it has been made; then the connection
// goes.
#include <future>
#include <thread>

#include "tests/storage/postgres/fixture.h"
#include "tests/support/postgres/register.h"

namespace probity::postgres {
namespace {

using test::PostgresCluster;
using test::PostgresTestRegister;

class PostgresLostAnswer : public testing::Test {
 protected:
  PostgresLostAnswer() { EXPECT_THAT(Write("before"), IsOk()) << "and the pool of keys is full"; }

  absl::StatusOr<v1::Person> Write(const std::string& request_id) {
    return register_.store().Write({.viewer = storage::Viewer::System(),
                                    .method = "test/Write",
                                    .request_id = request_id,
                                    .now = absl::Now()},
                                   v1::CreatePersonRequest(), [](storage::WriteTx& tx) {
                                     v1::Person person;
                                     person.set_creator("system");
                                     person.add_names()->set_full("Leyla Okafor");
                                     return tx.persons().Insert(person);
                                   });
  }
  void WaitForStandby(const std::string& name) {
    cluster_.Sql("postgres", {"ALTER SYSTEM SET synchronous_standby_names = '" + name + "'",
                              "SELECT pg_reload_conf()"});
    // The server tells its processes when it has read it; the checkpointer, which tells those that
    // commit, has heard of it when it has made the next checkpoint.
    while (cluster_.Sql("postgres", "SHOW synchronous_standby_names")[0] != name) {
      std::this_thread::yield();
    }
    cluster_.Sql("postgres", "CHECKPOINT");
  }
  int64_t Count(const std::string& what) {
    return std::stoll(register_.data().Sql("SELECT COUNT(" + what)[0]);
  }

  // Writes, and calls a function of the server on the process that holds the commit back.
  absl::StatusOr<v1::Person> WriteAnd(const std::string& function, const std::string& request_id) {
    WaitForStandby("nobody");
    auto answer = std::async(std::launch::async, [&] { return Write(request_id); });
    const std::string held = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    while (cluster_.Sql("postgres", held).empty()) std::this_thread::yield();
    cluster_.Sql("postgres", "SELECT " + function + "(pid) FROM (" + held + ") AS held");
    absl::StatusOr<v1::Person> told = answer.get();
    WaitForStandby("");
    return told;
  }

  void ExpectCarriedOutOnce(const std::string& request_id) {
    EXPECT_FALSE(register_.store().stopped());
    EXPECT_EQ(Count("*) FROM persons"), 2) << "the commit had been made";
    const absl::StatusOr<v1::Person> again = Write(request_id);
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->names(0).full(), "Leyla Okafor");
    EXPECT_EQ(Write(request_id)->SerializeAsString(), again->SerializeAsString());
    EXPECT_EQ(Count("*) FROM persons"), 2);
    EXPECT_THAT(Write("after"), IsOk());
    EXPECT_EQ(Count("key_id) - COUNT(DISTINCT key_id) FROM entities"), 0) << "a key is one row's";
  }

  PostgresCluster cluster_;
  PostgresTestRegister register_{cluster_};
};

TEST_F(PostgresLostAnswer, Promise2AConnectionThatIsKilledBetweenCommitAndAnswer) {
  EXPECT_THAT(WriteAnd("pg_terminate_backend", "held"), kUnreachable);
  ExpectCarriedOutOnce("held");
}

TEST_F(PostgresLostAnswer, Promise1ACommitThatNoStandbyHasIsNotAcknowledged) {
  EXPECT_THAT(WriteAnd("pg_cancel_backend", "held"), kUnreachable);
  ExpectCarriedOutOnce("held");
}

}  // namespace
}  // namespace probity::postgres
