// Reads and writes of a register whose key database hangs without hanging up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "proto/support/status_macros.h"
#include "storage/sealing/sql_key_store.h"
#include "tests/support/postgres/register.h"
#include "tests/support/postgres/stopped.h"
#include "tests/support/status_matchers.h"

namespace probity::test {
namespace {

const auto kKeysUnreachable =
    Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE);

// Somebody is stored, and the register was opened since: no key is in its memory, and none is left
// for a new entity.
class PostgresKeyDeadline : public testing::Test {
 protected:
  PostgresKeyDeadline() {
    EXPECT_THAT(AddPerson(), IsOk());
    reg_.Close();
    reg_.Open();
  }

  // All that the register has to its keys, until it connects anew.
  void StopKeys() {
    stopped_.emplace(
        reg_.keys().Sql("SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                        "AND pid <> pg_backend_pid()"));
  }
  void GoOn() {
    stopped_.reset();
    AwaitEndOfSilence();
  }
  static void AwaitEndOfSilence() { absl::SleepFor(sealing::SqlKeyStore::kSilence); }

  absl::Status ReadBy(absl::Time deadline) {
    storage::Viewer viewer = storage::Viewer::System();
    viewer.deadline = deadline;
    return reg_.store().Read(viewer, {}, [&](const storage::ReadTx& tx) {
      return tx.persons().Get(person_.name()).status();
    });
  }
  absl::Status AddPerson() {
    return Write([&](storage::WriteTx& tx) -> absl::Status {
      v1::Person person;
      person.set_creator("system");
      person.add_names()->set_full("Musa Kamara");
      PROBITY_ASSIGN_OR_RETURN(person_, tx.persons().Insert(person));
      return absl::OkStatus();
    });
  }
  // Does not read what is sealed, and seals.
  absl::Status Rename() {
    return Write([&](storage::WriteTx& tx) -> absl::Status {
      v1::Person person = person_;
      person.mutable_names(0)->set_full("Ibrahim Diallo");
      return tx.persons().Update(person).status();
    });
  }
  // Needs no key.
  absl::Status Touch() {
    const storage::AccessEntry entry = {
        .caller = Caller(), .reason = "", .resource = "", .digest = ""};
    return reg_.store().LogAccess(entry);
  }

  PostgresTestRegister reg_;
  v1::Person person_;

 private:
  static storage::Caller Caller() {
    return {.viewer = storage::Viewer::System(),
            .method = "test/Write",
            .request_id = "",
            .now = absl::FromUnixSeconds(4'000'000'000)};
  }
  absl::Status Write(absl::FunctionRef<absl::Status(storage::WriteTx&)> body) {
    return reg_.store().WriteWindow(Caller(), body);
  }

  std::optional<Stopped> stopped_;  // Before the register ends.
};

TEST_F(PostgresKeyDeadline, AReadEndsAtItsDeadline) {
  StopKeys();
  EXPECT_THAT(ReadBy(absl::Now() + absl::Milliseconds(100)),
              Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  GoOn();
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
}

TEST_F(PostgresKeyDeadline, AReadWithoutOneEndsTooAndTheNextFindsTheKeyOnAnotherConnection) {
  StopKeys();
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), kKeysUnreachable);
  AwaitEndOfSilence();
  EXPECT_THAT(ReadBy(absl::InfiniteFuture()), IsOk());
}

TEST_F(PostgresKeyDeadline, AWriteThatMustFindAKeyEndsAndThoseBehindItGoOn) {
  StopKeys();
  EXPECT_THAT(Rename(), kKeysUnreachable);
  EXPECT_THAT(Touch(), IsOk());
  GoOn();
  EXPECT_THAT(Rename(), IsOk());
}

TEST_F(PostgresKeyDeadline, AWriteThatMustMakeAKeyEndsAndThoseBehindItGoOn) {
  StopKeys();
  EXPECT_THAT(AddPerson(), kKeysUnreachable);
  EXPECT_THAT(Touch(), IsOk());
  GoOn();
  EXPECT_THAT(AddPerson(), IsOk());
}

}  // namespace
}  // namespace probity::test
