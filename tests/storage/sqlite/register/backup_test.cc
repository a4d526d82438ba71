// A backup is a pair that restores to what was acknowledged, in a new epoch.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "tests/storage/sqlite/register/writing.h"
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
    EXPECT_THAT(store.WriteWindow(Writer(),
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

  // What stands in a folder, without the lock files, which are never removed.
  static std::vector<std::string> FilesIn(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (!absl::EndsWith(name, "-lock")) names.push_back(name);
    }
    return names;
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
  EXPECT_GT(store.Status()->position.epoch, result->position.epoch);
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
  EXPECT_THAT(FilesIn(folder_.path()), testing::ElementsAre("backup"));
}

TEST_F(Backups, ARestoreThatFailedLateLeavesNothingAndCanBeTriedAgain) {
  const std::string before = WritePerson(register_.store(), "Leyla Okafor");
  ASSERT_THAT(register_.store().Backup(backup_), IsOk());
  // Files are in place and open when the root key turns out to be another register's.
  const TestRegister other;
  sqlite::RegisterOptions wrong = Elsewhere();
  wrong.root_key_path = other.options().root_key_path;
  EXPECT_THAT(sqlite::RestoreRegister(backup_, wrong, register_.rng()),
              FailsWith(StatusCode::kFailedPrecondition));
  EXPECT_THAT(FilesIn(folder_.path()), testing::ElementsAre("backup"));

  ASSERT_THAT(sqlite::RestoreRegister(backup_, Elsewhere(), register_.rng()), IsOk());
  const auto restored = sqlite::SqliteRegister::Open(Elsewhere(), register_.rng());
  ASSERT_THAT(restored, IsOk());
  EXPECT_EQ(NameOf((*restored)->store(), before), "Leyla Okafor");
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
  EXPECT_THAT(register_.store().Backup(backup_ + "/"), FailsWith(StatusCode::kAlreadyExists));
  EXPECT_THAT(sqlite::RestoreRegister(backup_, register_.options(), register_.rng()),
              testing::Not(IsOk()));
  EXPECT_TRUE(std::filesystem::exists(register_.options().data_path));
  EXPECT_TRUE(std::filesystem::exists(register_.options().keys_path));
}

TEST_F(Backups, ANameWithASlashAtItsEndIsTheNameWithout) {
  ASSERT_THAT(register_.store().Backup(backup_ + "/"), IsOk());
  EXPECT_THAT(FilesIn(backup_), testing::UnorderedElementsAre("data.db", "keys.db", "manifest"));
}

TEST_F(Backups, WhatAStoppedBackupHasLeftIsRemoved) {
  std::filesystem::create_directories(backup_ + ".partial");
  std::ofstream(backup_ + ".partial/data.db.partial") << "half";
  ASSERT_THAT(register_.store().Backup(backup_), IsOk());
  EXPECT_THAT(FilesIn(folder_.path()), testing::ElementsAre("backup"));
}

TEST_F(Backups, ANameThatNoFileCanHaveIsAnErrorAndNoException) {
  const std::string long_name = folder_.File(std::string(300, 'x'));
  const auto unavailable = Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED);
  EXPECT_THAT(register_.store().Backup(long_name), unavailable);
  sqlite::RegisterOptions options = Elsewhere();
  options.data_path = long_name + "/data.db";
  EXPECT_THAT(sqlite::SqliteRegister::Create(options, true, register_.rng()), unavailable);
  EXPECT_THAT(sqlite::SqliteRegister::Open(options, register_.rng()),
              FailsWith(StatusCode::kNotFound));
}

TEST_F(Backups, WhereThereIsNoBackupNothingIsRestored) {
  EXPECT_THAT(sqlite::RestoreRegister(folder_.File("nowhere"), Elsewhere(), register_.rng()),
              FailsWith(StatusCode::kNotFound));
}

}  // namespace
}  // namespace probity::test
