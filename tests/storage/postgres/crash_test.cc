// Promise 1 on a server that dies: what was acknowledged is there, and who was told to try again is
// carried out once.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/storage/postgres/fixture.h"
#include "tests/support/postgres/register.h"

namespace probity::postgres {
namespace {

using test::PostgresCluster;
using test::PostgresTestRegister;

storage::Caller Writer(const std::string& request_id) {
  return {.viewer = storage::Viewer::System(),
          .method = "test/Write",
          .request_id = request_id,
          .now = absl::Now()};
}

absl::Status WritePerson(storage::Store& store, const std::string& request_id) {
  return store
      .Write(Writer(request_id), v1::CreatePersonRequest(),
             [](storage::WriteTx& tx) {
               v1::Person person;
               person.set_creator("system");
               return tx.persons().Insert(person);
             })
      .status();
}

class PostgresCrash : public testing::Test {
 protected:
  int64_t Persons() { return std::stoll(register_.data().Sql("SELECT COUNT(*) FROM persons")[0]); }

  PostgresCluster cluster_;
  PostgresTestRegister register_{cluster_};
};

TEST_F(PostgresCrash, Promise1WhatWasAcknowledgedIsThereAfterAKillUnderLoad) {
  constexpr int kCallers = 8;
  std::atomic<int> acknowledged = 0;
  std::atomic<bool> killed = false;
  std::vector<std::thread> callers;
  std::vector<std::vector<std::string>> lost(kCallers);
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      // Until the kill is felt, and then a few more.
      for (int n = 0, after = 0; after < 3; ++n) {
        const std::string request_id = absl::StrCat("request-", i, "-", n);
        const absl::Status status = WritePerson(register_.store(), request_id);
        if (status.ok()) {
          ++acknowledged;
        } else {
          EXPECT_THAT(status, kUnreachable);
          lost[i].push_back(request_id);
        }
        if (killed) ++after;
      }
    });
  }
  while (acknowledged < 100) std::this_thread::yield();
  cluster_.Kill();
  killed = true;
  cluster_.Rise();
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(Persons(), acknowledged);
  for (const std::vector<std::string>& requests : lost) {
    for (const std::string& request_id : requests) {
      EXPECT_THAT(WritePerson(register_.store(), request_id), IsOk());
      ++acknowledged;
    }
  }
  EXPECT_EQ(Persons(), acknowledged) << "each request once";
  EXPECT_FALSE(register_.store().stopped());
}

TEST_F(PostgresCrash, WhileTheServerIsDownCallersAreToldToTryAgainAndThenAllGoesOn) {
  EXPECT_THAT(WritePerson(register_.store(), "first"), IsOk());
  cluster_.Kill();
  EXPECT_THAT(WritePerson(register_.store(), "second"), kUnreachable);
  EXPECT_THAT(register_.store().Status(), kUnreachable);
  EXPECT_THAT(register_.store().LogAccess(
                  {.caller = Writer(""), .reason = "", .resource = "", .digest = ""}),
              kUnreachable);
  EXPECT_THAT(PgRegister::Open(register_.options(), register_.rng()), kUnreachable);
  cluster_.Rise();
  EXPECT_THAT(WritePerson(register_.store(), "second"), IsOk());
  EXPECT_THAT(register_.store().Status(), IsOk());
  EXPECT_EQ(Persons(), 2);
}

}  // namespace
}  // namespace probity::postgres
