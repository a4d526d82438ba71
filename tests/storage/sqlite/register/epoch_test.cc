// Two histories that begin with one backup give no name twice.
#include "storage/sql/epoch.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "tests/storage/sqlite/register/writing.h"
#include "tests/support/entries.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

v1::Case WriteCase(storage::Store& store) {
  v1::Case made;
  EXPECT_THAT(store.WriteWindow(Writer(),
                                [&](storage::WriteTx& tx) -> absl::Status {
                                  v1::Case received;
                                  received.set_mission("missions/UNMIL");
                                  PROBITY_ASSIGN_OR_RETURN(
                                      *received.mutable_reference(),
                                      tx.NextReference(received.mission(), 2026));
                                  PROBITY_ASSIGN_OR_RETURN(made, tx.cases().Insert(received));
                                  return absl::OkStatus();
                                }),
              IsOk());
  return made;
}

TEST(Epochs, TwoRestoresOfOneBackupGiveNoNameReferenceOrPositionTwice) {
  TestRegister origin;
  WriteCase(origin.store());
  const TempFolder folder;
  ASSERT_THAT(origin.store().Backup(folder.File("backup")), IsOk());

  std::set<std::string> names;
  std::set<std::string> references;
  std::set<int64_t> epochs;
  const auto use = [&](storage::Store& store) {
    epochs.insert(store.Status()->position.epoch);
    for (int i = 0; i < 3; ++i) {
      const v1::Case made = WriteCase(store);
      EXPECT_TRUE(names.insert(made.name()).second) << made.name();
      EXPECT_TRUE(references.insert(made.reference()).second) << made.reference();
    }
  };
  use(origin.store());
  const absl::Time start = absl::FromUnixSeconds(1'800'000'000);
  const std::string backup = folder.File("backup");
  int restores = 0;
  for (const absl::Duration later : {absl::ZeroDuration(), absl::Seconds(60), absl::Hours(9)}) {
    const std::string beside = folder.File(std::to_string(++restores));
    std::filesystem::create_directory(beside);
    sqlite::RegisterOptions options = origin.options();
    options.data_path = beside + "/data.db";
    options.keys_path = beside + "/keys.db";
    options.now = [&] { return start + later; };
    ASSERT_THAT(sqlite::RestoreRegister(backup, options, origin.rng()), IsOk());
    const auto restored = sqlite::SqliteRegister::Open(options, origin.rng());
    ASSERT_THAT(restored, IsOk());
    use((*restored)->store());
  }
  EXPECT_EQ(epochs.size(), 4u);
}

TEST(Epochs, ARestoreWithAClockThatIsBehindStillBeginsANewOne) {
  TestRegister origin;
  const TempFolder folder;
  sqlite::RegisterOptions options = origin.options();
  options.now = [] { return absl::FromUnixMicros(7); };
  std::string backup = folder.File("0");
  ASSERT_THAT(origin.store().Backup(backup), IsOk());
  for (const int64_t expected : {7, 8}) {
    options.data_path = folder.File(std::to_string(expected) + "data.db");
    options.keys_path = folder.File(std::to_string(expected) + "keys.db");
    ASSERT_THAT(sqlite::RestoreRegister(backup, options, origin.rng()), IsOk());
    const auto restored = sqlite::SqliteRegister::Open(options, origin.rng());
    ASSERT_THAT(restored, IsOk());
    EXPECT_EQ((*restored)->store().Status()->position.epoch, expected);
    backup = folder.File(std::to_string(expected));
    ASSERT_THAT((*restored)->store().Backup(backup), IsOk());
  }
}

TEST(Epochs, OneOfARegisterThatWasBeingHandedOverNeverGoesBack) {
  static constexpr auto kMark = MakeStatement("mark", "UPDATE clock SET epoch = -8");
  static constexpr auto kEpoch = MakeStatement("epoch", "SELECT epoch FROM clock");
  TestRegister reg;
  const auto epoch_begun_at = [&](int64_t micros) {
    int64_t epoch = 0;
    const absl::Status ended = reg.reg().writer().Run(
        JobOf([&](sql::Session& session) -> absl::Status {
          PROBITY_RETURN_IF_ERROR(session.Execute(kMark, {}).status());
          PROBITY_RETURN_IF_ERROR(sql::BeginEpoch(session, absl::FromUnixMicros(micros)));
          PROBITY_ASSIGN_OR_RETURN(const std::vector<int64_t> found, Integers(session, kEpoch));
          epoch = found.front();
          return absl::CancelledError("as it was");
        }),
        absl::InfiniteFuture());
    EXPECT_TRUE(absl::IsCancelled(ended)) << ended;
    return epoch;
  };
  EXPECT_EQ(epoch_begun_at(7), 9) << "a clock that is behind";
  EXPECT_EQ(epoch_begun_at(8), 9);
  EXPECT_EQ(epoch_begun_at(12), 12);
}

TEST(Epochs, ReferencesOfANewRegisterBeginAtNought) {
  EXPECT_EQ(sql::FirstReferenceNumber(sql::kFirstEpoch), 0);
  EXPECT_EQ(sql::FirstReferenceNumber(int64_t{1'577'836'860} * 1'000'000), 60);
}

}  // namespace
}  // namespace probity::test
