#include "tests/storage/fault/fault_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/storage/fault/fault_vfs.h"

namespace probity::fault {
namespace {

class FaultDiskTest : public testing::Test {
 protected:
  // Opens, changes, and closes: PowerCycle wants no open file.
  std::shared_ptr<DiskFile> Open(FaultDisk& disk, absl::string_view name = "file") {
    std::shared_ptr<DiskFile> file;
    EXPECT_EQ(disk.Open(name, FaultDisk::Create::kWithFolderSync, file), Outcome::kDone);
    return file;
  }
  std::string Content(FaultDisk& disk, int64_t size) {
    std::string content(size, '?');
    disk.Read(*Open(disk), content.data(), size, 0);
    return content;
  }
};

TEST_F(FaultDiskTest, WhatWasSyncedSurvivesAndTheRestMayNot) {
  bool kept = false;
  bool lost = false;
  for (int seed = 0; seed < 50; ++seed) {
    FaultDisk disk(seed);
    disk.Write(*Open(disk), "synced", 0);
    disk.Sync(*Open(disk));
    disk.Write(*Open(disk), "SYNCED", 0);
    disk.PowerCycle();
    const std::string content = Content(disk, 6);
    kept |= content == "SYNCED";
    lost |= content == "synced";
    EXPECT_TRUE(content == "SYNCED" || content == "synced") << "torn within a sector: " << content;
  }
  EXPECT_TRUE(kept);
  EXPECT_TRUE(lost);
}

TEST_F(FaultDiskTest, UnsyncedWritesAreTornAtSectorsAndOvertakeOneAnother) {
  std::set<std::string> seen;
  for (int seed = 0; seed < 200; ++seed) {
    FaultDisk disk(seed);
    disk.Write(*Open(disk), std::string(1536, '.'), 0);
    disk.Sync(*Open(disk));
    disk.Write(*Open(disk), std::string(1024, 'a'), 0);
    disk.Write(*Open(disk), std::string(512, 'b'), 1024);
    disk.PowerCycle();
    const std::string content = Content(disk, 1536);
    seen.insert({content[0], content[512], content[1024]});
    EXPECT_EQ(content.substr(0, 512), std::string(512, content[0]));
  }
  EXPECT_THAT(seen, testing::IsSupersetOf({"...", "aab", "a..", ".a.", "..b"}));
}

TEST_F(FaultDiskTest, TheSameSeedIsTheSameRun) {
  const auto run = [&](uint64_t seed) {
    FaultDisk disk(seed);
    for (int i = 0; i < 64; ++i) disk.Write(*Open(disk), std::string(512, 'a' + i % 20), i * 512);
    disk.PowerCycle();
    return Content(disk, 64 * 512);
  };
  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

TEST_F(FaultDiskTest, AfterThePowerHasGoneNothingHappens) {
  FaultDisk disk(1);
  disk.CutPowerAtChange(2);
  EXPECT_EQ(disk.Write(*Open(disk), "a", 0), Outcome::kDone);
  const std::shared_ptr<DiskFile> file = Open(disk);
  EXPECT_EQ(disk.Sync(*file), Outcome::kIoError);
  EXPECT_EQ(disk.Write(*file, "b", 0), Outcome::kIoError);
  EXPECT_TRUE(disk.power_is_off());
}

TEST_F(FaultDiskTest, ADeletionWithoutASyncedFolderMayComeUndone) {
  std::set<bool> there;
  for (int seed = 0; seed < 50; ++seed) {
    FaultDisk disk(seed);
    disk.Sync(*Open(disk));
    disk.Delete("file", /*sync_folder=*/seed % 2 == 0);
    disk.PowerCycle();
    const bool synced = seed % 2 == 0;
    EXPECT_FALSE(synced && disk.Exists("file"));
    if (!synced) there.insert(disk.Exists("file"));
  }
  EXPECT_EQ(there.size(), 2u);
}

TEST_F(FaultDiskTest, ThePlanFailsTheNthOfItsKindOnceOrForEver) {
  FaultDisk disk(1);
  const std::shared_ptr<DiskFile> file = Open(disk);
  const auto write = [&] { return disk.Write(*file, "x", 0); };
  disk.Plan({.kind = FaultKind::kFull, .nth = 2, .forever = false});
  EXPECT_EQ(write(), Outcome::kDone);
  EXPECT_EQ(disk.Sync(*file), Outcome::kDone) << "not of the kind";
  EXPECT_FALSE(disk.fault_happened());
  EXPECT_EQ(write(), Outcome::kFull);
  EXPECT_TRUE(disk.fault_happened());
  EXPECT_EQ(write(), Outcome::kDone);
  EXPECT_EQ(disk.counted(), 3);
  disk.Plan({.kind = FaultKind::kIoError, .nth = 2, .forever = true});
  EXPECT_EQ(write(), Outcome::kDone);
  EXPECT_EQ(write(), Outcome::kIoError);
  EXPECT_EQ(disk.Sync(*file), Outcome::kIoError);
}

TEST_F(FaultDiskTest, SqliteKeepsItsPromisesOnAHealthyDisk) {
  FaultVfs vfs("healthy", 1);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open_v2("a.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "healthy"),
            SQLITE_OK);
  for (const char* sql : {"PRAGMA journal_mode=WAL", "CREATE TABLE t(x)", "INSERT INTO t VALUES(1)",
                          "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode=DELETE",
                          "INSERT INTO t VALUES(2)", "VACUUM"}) {
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  }
  sqlite3_close(db);
}

}  // namespace
}  // namespace probity::fault
