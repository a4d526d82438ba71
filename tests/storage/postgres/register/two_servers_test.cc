// Two servers on one register: their writes are one history.
#include <future>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/postgres/register.h"
#include "tests/support/status_matchers.h"

namespace probity::test {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

class PostgresTwoServers : public testing::Test {
 protected:
  PostgresTwoServers() {
    postgres::RegisterOptions options = here_.options();
    options.instance = 2;
    there_ = *postgres::PgRegister::Open(options, here_.rng());
  }

  static storage::Caller Caller(const std::string& request_id, absl::Time now = absl::Now()) {
    return {.viewer = storage::Viewer::System(),
            .method = "test/Write",
            .request_id = request_id,
            .now = now};
  }
  static absl::StatusOr<v1::Person> WritePerson(storage::Store& store, const storage::Caller& by) {
    return store.Write(by, v1::CreatePersonRequest(), [](storage::WriteTx& tx) {
      v1::Person person;
      person.set_creator("system");
      return tx.persons().Insert(person);
    });
  }
  int64_t Number(const std::string& sql) { return std::stoll(here_.data().Sql(sql)[0]); }

  PostgresTestRegister here_;
  std::unique_ptr<postgres::PgRegister> there_;
};

TEST_F(PostgresTwoServers, ManyWritersOfBothLeaveOneLedgerWithoutGaps) {
  constexpr int kWrites = 40;
  const int64_t leaves = Number("SELECT COUNT(*) FROM ledger");
  std::vector<std::future<void>> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.push_back(std::async(std::launch::async, [this, caller] {
      storage::Store& store = caller % 2 == 0 ? here_.store() : there_->store();
      for (int i = 0; i < kWrites; ++i) {
        EXPECT_THAT(WritePerson(store, Caller(absl::StrCat(caller, "-", i))), IsOk());
      }
    }));
  }
  for (auto& caller : callers) caller.get();
  EXPECT_EQ(Number("SELECT COUNT(*) FROM ledger"), leaves + 8 * kWrites);
  EXPECT_EQ(Number("SELECT max(leaf_index) FROM ledger"), leaves + 8 * kWrites - 1);
  EXPECT_EQ(Number("SELECT max(id) - COUNT(*) FROM entities"), 0) << "ids have no gap";
  EXPECT_EQ(Number("SELECT COUNT(*) FROM ledger a JOIN ledger b ON b.sequence = a.sequence + 1 "
                   "WHERE b.leaf_index <> a.leaf_index + 1"),
            0);
}

TEST_F(PostgresTwoServers, Promise2ARequestThatReachesBothIsCarriedOutOnce) {
  for (int i = 0; i < 10; ++i) {
    const storage::Caller caller = Caller(absl::StrCat("request-", i));
    auto elsewhere =
        std::async(std::launch::async, [&] { return WritePerson(there_->store(), caller); });
    const absl::StatusOr<v1::Person> here = WritePerson(here_.store(), caller);
    const absl::StatusOr<v1::Person> there = elsewhere.get();
    ASSERT_THAT(here, IsOk());
    ASSERT_THAT(there, IsOk());
    EXPECT_EQ(here->SerializeAsString(), there->SerializeAsString());
  }
  EXPECT_EQ(Number("SELECT COUNT(*) FROM persons"), 10);
}

TEST_F(PostgresTwoServers, Promise2AnEtagIsGoodOnceOnWhicheverServer) {
  const absl::StatusOr<v1::Person> read = WritePerson(here_.store(), Caller("made"));
  ASSERT_THAT(read, IsOk());
  const auto change = [&](storage::Store& store, const std::string& name) {
    return store
        .Write(Caller(name), v1::UpdatePersonRequest(),
               [&](storage::WriteTx& tx) {
                 v1::Person next = *read;
                 next.add_names()->set_full(name);
                 return tx.persons().Update(next);
               })
        .status();
  };
  auto elsewhere = std::async(std::launch::async, [&] { return change(there_->store(), "there"); });
  const absl::Status here = change(here_.store(), "here");
  const absl::Status there = elsewhere.get();
  EXPECT_NE(here.ok(), there.ok());
  EXPECT_THAT(here.ok() ? there : here, Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
}

TEST_F(PostgresTwoServers, WhatOneHasWrittenTheOtherReads) {
  const absl::StatusOr<v1::Person> made = WritePerson(here_.store(), Caller("made"));
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(there_->store().Read(storage::Viewer::System(), {},
                                   [&](const storage::ReadTx& tx) {
                                     return tx.persons().Get(made->name()).status();
                                   }),
              IsOk());
}

TEST_F(PostgresTwoServers, ClocksAnHourApartNeverTurnTheRegistersTimeBack) {
  const absl::Time now = absl::Now() + absl::Hours(2);
  ASSERT_THAT(WritePerson(here_.store(), Caller("ahead", now)), IsOk());
  ASSERT_THAT(WritePerson(there_->store(), Caller("behind", now - absl::Hours(1))), IsOk());
  ASSERT_THAT(WritePerson(here_.store(), Caller("again", now + absl::Seconds(1))), IsOk());
  EXPECT_EQ(Number("SELECT COUNT(*) FROM ledger a JOIN ledger b ON b.sequence = a.sequence + 1 "
                   "WHERE b.recorded_time < a.recorded_time"),
            0);
}

// A mistake of the site's; both logs are then one, which loses nothing and repeats nothing.
TEST_F(PostgresTwoServers, EvenWithOneInstanceIdNoAccessEntryIsLost) {
  postgres::RegisterOptions options = here_.options();
  const auto twin = postgres::PgRegister::Open(options, here_.rng());
  ASSERT_THAT(twin, IsOk());
  const storage::AccessEntry entry = {
      .caller = Caller(""), .reason = "", .resource = "", .digest = ""};
  std::vector<std::future<void>> callers;
  for (storage::Store* store : {&here_.store(), &(*twin)->store()}) {
    callers.push_back(std::async(std::launch::async, [store, &entry] {
      for (int i = 0; i < 20; ++i) EXPECT_THAT(store->LogAccess(entry), IsOk());
    }));
  }
  for (auto& caller : callers) caller.get();
  EXPECT_EQ(Number("SELECT COUNT(*) FROM access_log WHERE instance = 1"), 40);
  EXPECT_EQ(Number("SELECT max(leaf_index) FROM access_log WHERE instance = 1"), 39);
}

}  // namespace
}  // namespace probity::test
