// A backup is a pair that restores to what was acknowledged, in a new epoch.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using absl::StatusCode;

class Backups : public testing::Test {
 protected:
  // An acknowledged write.
  std::string WritePerson(storage::Store& store, const std::string& full_name) {
    std::string made;
    const storage::Caller caller{.viewer = storage::Viewer::System(),
                                 .method = "test/Write",
                                 .request_id = "",
                                 .now = absl::Now()};
    EXPECT_THAT(store.WriteWindow(caller,
                                  [&](storage::WriteTx& tx) -> absl::Status {
                                    v1::Person person;
                                    person.add_names()->set_full(full_name);
                                    person.set_creator("system");
                                    PROBITY_ASSIGN_OR_RETURN(person, tx.persons().Insert(person));
                                    made = person.name();
                                    return absl::OkStatus();
                                  }),
                IsOk());
    return made;
  }

  std::string NameOf(storage::Store& store, const std::string& person) {
    std::string full;
    EXPECT_THAT(store.Read(storage::Viewer::System(), {},
                           [&](const storage::ReadTx& tx) -> absl::Status {
                             PROBITY_ASSIGN_OR_RETURN(const v1::Person found,
                                                      tx.persons().Get(person));
                             full = found.names(0).full();
                             return absl::OkStatus();
                           }),
                IsOk());
    return full;
  }

  sqlite::RegisterOptions Elsewhere() {
    sqlite::RegisterOptions options = register_.options();
    options.data_path = folder_.File("data.db");
    options.keys_path = folder_.File("keys.db");
    return options;
  }

  TestRegister register_;
  TempFolder folder_;
  const std::string backup_ = folder_.File("backup");
};

TEST_F(Backups, ABackupUnderLoadRestoresWhatWasAcknowledgedBeforeIt) {
  const std::string before = WritePerson(register_.store(), "Leyla Okafor");
  std::atomic<bool> done = false;
  std::thread load([&] {
    while (!done) WritePerson(register_.store(), "somebody else");
  });
  const absl::StatusOr<storage::BackupResult> result = register_.store().Backup(backup_);
  done = true;
  load.join();
  ASSERT_THAT(result, IsOk());
  EXPECT_GT(result->data_bytes, 0);
  EXPECT_GT(result->keys_bytes, 0);

  ASSERT_THAT(sqlite::RestoreRegister(backup_, Elsewhere(), register_.rng()), IsOk());
  const auto restored = sqlite::SqliteRegister::Open(Elsewhere(), register_.rng());
  ASSERT_THAT(restored, IsOk());
  storage::Store& store = (*restored)->store();
  EXPECT_EQ(NameOf(store, before), "Leyla Okafor");
  EXPECT_EQ(store.Status()->position.epoch, result->position.epoch + 1);
  EXPECT_GE(store.Status()->position.seq, result->position.seq);
  // And goes on.
  EXPECT_EQ(NameOf(store, WritePerson(store, "Bo Ek")), "Bo Ek");
}

TEST_F(Backups, AFlippedByteIsRefusedAndNothingIsLeftBehind) {
  ASSERT_THAT(register_.store().Backup(backup_), IsOk());
  {
    std::fstream file(backup_ + "/keys.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(5000);
    file.put('\x55');
  }
  EXPECT_THAT(sqlite::RestoreRegister(backup_, Elsewhere(), register_.rng()),
              FailsWith(StatusCode::kDataLoss));
  EXPECT_FALSE(std::filesystem::exists(Elsewhere().data_path));
  EXPECT_FALSE(std::filesystem::exists(Elsewhere().keys_path));
}

TEST_F(Backups, FilesOfTwoRegistersAreNoPair) {
  const TestRegister other;
  sqlite::RegisterOptions mixed = register_.options();
  mixed.keys_path = other.options().keys_path;
  register_.Close();
  EXPECT_THAT(sqlite::SqliteRegister::Open(mixed, register_.rng()),
              FailsWith(StatusCode::kFailedPrecondition));
}

TEST_F(Backups, ABackupIsNeverOverwrittenAndARegisterNeither) {
  ASSERT_THAT(register_.store().Backup(backup_), IsOk());
  EXPECT_THAT(register_.store().Backup(backup_), FailsWith(StatusCode::kAlreadyExists));
  EXPECT_THAT(sqlite::RestoreRegister(backup_, register_.options(), register_.rng()),
              testing::Not(IsOk()));
  EXPECT_TRUE(std::filesystem::exists(register_.options().data_path));
  EXPECT_TRUE(std::filesystem::exists(register_.options().keys_path));
}

TEST_F(Backups, WhereThereIsNoBackupNothingIsRestored) {
  EXPECT_THAT(sqlite::RestoreRegister(folder_.File("nowhere"), Elsewhere(), register_.rng()),
              FailsWith(StatusCode::kNotFound));
}

}  // namespace
}  // namespace probity::test
