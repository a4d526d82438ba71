#include "storage/sqlite/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    for (int id = 0; id < 200; ++id) Add(id);
  }
  void Add(int64_t id) {
    EXPECT_TRUE(engine_->RunBatch({EntryJob(id, std::string(500, 'x'))})[0].ok());
  }
  std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  TempFolder folder_;
  const std::string data_ = folder_.File("data.db");
  const std::string backup_ = folder_.File("backup.db");
  const std::string other_ = folder_.File("other.db");
  std::unique_ptr<SqliteEngine> engine_ = *SqliteEngine::Open(EntryOptions(data_));
};

TEST_F(BackupTest, ARestoredBackupHoldsWhatWasThereThen) {
  EXPECT_TRUE(engine_->Backup(backup_).ok());
  const auto then = *Integers(*engine_, kEntries);
  Add(999);
  EXPECT_TRUE(Restore(backup_, other_).ok());
  auto restored = SqliteEngine::Open(EntryOptions(other_));
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(*Integers(**restored, kEntries), then);
  EXPECT_EQ(*Integers(**restored, kTwins), then);
  EXPECT_TRUE((*restored)->RunBatch({EntryJob(1000)})[0].ok());
}

TEST_F(BackupTest, ABackupIsOneFileForItsOwnerAlone) {
  EXPECT_TRUE(engine_->Backup(backup_).ok());
  EXPECT_EQ(std::filesystem::status(backup_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  for (const char* suffix : {".partial", "-wal", "-shm", "-journal", ".partial-wal", ".partial-shm",
                             ".partial-journal"}) {
    EXPECT_FALSE(std::filesystem::exists(backup_ + suffix)) << suffix;
  }
}

TEST_F(BackupTest, NothingIsEverOverwritten) {
  std::ofstream(backup_) << "precious";
  EXPECT_EQ(engine_->Backup(backup_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Content(backup_), "precious");
  std::ofstream(other_ + ".partial") << "another backup at work";
  EXPECT_EQ(engine_->Backup(other_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Content(other_ + ".partial"), "another backup at work");
}

TEST_F(BackupTest, ADatabaseThatIsThereIsNotRestoredOver) {
  ASSERT_TRUE(engine_->Backup(backup_).ok());
  EXPECT_EQ(Restore(backup_, data_).code(), absl::StatusCode::kFailedPrecondition) << "it is open";
  engine_.reset();
  EXPECT_EQ(Restore(backup_, data_).code(), absl::StatusCode::kAlreadyExists);
  std::ofstream(other_ + "-wal") << "a log without its file";
  EXPECT_EQ(Restore(backup_, other_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Restore(folder_.File("none.db"), folder_.File("new.db")).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(BackupTest, ADamagedBackupIsNotRestored) {
  ASSERT_TRUE(engine_->Backup(backup_).ok());
  {
    std::fstream file(backup_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 5);
    file << std::string(4096, '\xff');
  }
  EXPECT_EQ(Restore(backup_, other_).code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(std::filesystem::exists(other_));
  EXPECT_FALSE(std::filesystem::exists(other_ + ".partial"));
}

TEST_F(BackupTest, AFolderThatIsNotThereStopsNoEngine) {
  EXPECT_EQ(engine_->Backup(folder_.File("no/such/backup.db")).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_FALSE(engine_->stopped());
}

TEST_F(BackupTest, EveryBackupUnderLoadIsOneSnapshot) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int64_t id = 1000; !done; ++id) {
      Add(id);
      engine_->Maintain(sql::Pause::kIdle);
    }
  });
  for (int n = 0; n < 20; ++n) {
    const std::string to = folder_.File("backup" + std::to_string(n));
    ASSERT_TRUE(engine_->Backup(to).ok());
    auto copy = SqliteEngine::Open(EntryOptions(to));
    ASSERT_TRUE(copy.ok()) << copy.status();
    const auto entries = *Integers(**copy, kEntries);
    EXPECT_EQ(entries, *Integers(**copy, kTwins));
    EXPECT_TRUE(entries.size() <= 200 ||
                entries.back() == 1000 + static_cast<int64_t>(entries.size()) - 201);
  }
  done = true;
  writer.join();
}

}  // namespace
}  // namespace probity::sqlite
