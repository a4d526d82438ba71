#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using ::testing::ElementsAre;

class EngineTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteEngine> Open() { return Open(EntryOptions(folder_.File("data.db"))); }
  std::unique_ptr<SqliteEngine> Open(const SqliteOptions& options) {
    auto engine = SqliteEngine::Open(options);
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  TempFolder folder_;
};

TEST_F(EngineTest, AFileThatWasClosedIsNotRecovered) {
  EXPECT_THAT(RunAll(*Open(), {EntryJob(1), EntryJob(2)}), ElementsAre(kOk, kOk));
  auto engine = Open();
  EXPECT_FALSE(engine->recovered());
  EXPECT_THAT(Entries(*engine), ElementsAre(1, 2));
}

TEST_F(EngineTest, OneFileIsOpenOnceWhateverItIsCalled) {
  const std::string link = folder_.File("link.db");
  std::filesystem::create_symlink(folder_.File("data.db"), link);
  std::filesystem::create_directory_symlink(folder_.File(""), folder_.File("folder"));
  auto engine = Open();
  EXPECT_THAT(RunAll(*engine, {EntryJob(1)}), ElementsAre(kOk));
  for (const std::string& other : {link, folder_.File("folder/data.db")}) {
    EXPECT_EQ(SqliteEngine::Open(EntryOptions(other)).status().code(),
              absl::StatusCode::kFailedPrecondition)
        << other;
  }
  engine.reset();
  EXPECT_THAT(Entries(*Open(EntryOptions(link))), ElementsAre(1));
  EXPECT_FALSE(std::filesystem::exists(link + "-lock"));
}

TEST_F(EngineTest, ASecondOpenIsRefusedUntilTheFirstIsGone) {
  auto first = Open();
  EXPECT_EQ(SqliteEngine::Open(EntryOptions(folder_.File("data.db"))).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(RunAll(*first, {EntryJob(1)}), ElementsAre(kOk));
  first.reset();
  EXPECT_THAT(Entries(*Open()), ElementsAre(1));
}

TEST_F(EngineTest, ADamagedFileThatWasNotClosedIsRefused) {
  const std::string path = folder_.File("data.db");
  {
    auto engine = Open();
    for (int i = 0; i < 500; ++i) engine->RunBatch({EntryJob(i, std::string(300, 'x'))});
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 10);
    file << std::string(4096, '\xff');
  }
  EXPECT_TRUE(SqliteEngine::Open(EntryOptions(path)).ok()) << "a closed file is not read through";
  std::ofstream(path + "-lock") << 'o';
  EXPECT_EQ(SqliteEngine::Open(EntryOptions(path)).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(EngineTest, AFileThatIsNoDatabaseIsRefused) {
  const std::string path = folder_.File("data.db");
  std::ofstream(path) << std::string(8192, 'z');
  EXPECT_EQ(SqliteEngine::Open(EntryOptions(path)).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(EngineTest, TheFilesBelongToTheirOwnerAlone) {
  auto engine = Open();
  engine->RunBatch({EntryJob(1)});
  for (const char* name : {"data.db", "data.db-wal", "data.db-shm", "data.db-lock"}) {
    EXPECT_EQ(std::filesystem::status(folder_.File(name)).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
}

TEST_F(EngineTest, AnIdleWriterBringsTheLogIntoTheFile) {
  auto engine = Open();
  const auto size = [&] { return std::filesystem::file_size(folder_.File("data.db")); };
  for (int i = 0; i < 100; ++i) engine->RunBatch({EntryJob(i, std::string(1000, 'x'))});
  engine->Maintain(sql::Pause::kBetweenBatches);
  const auto before = size();
  engine->Maintain(sql::Pause::kIdle);
  EXPECT_GT(size(), before + 100'000);
}

TEST_F(EngineTest, TheLogStaysShortUnderLoad) {
  SqliteOptions options = EntryOptions(folder_.File("data.db"));
  options.checkpoint_bytes = 256 << 10;
  auto engine = Open(options);
  for (int i = 0; i < 3000; ++i) {
    engine->RunBatch({EntryJob(i, std::string(1000, 'x'))});
    engine->Maintain(sql::Pause::kBetweenBatches);
  }
  EXPECT_LT(std::filesystem::file_size(folder_.File("data.db-wal")), 400u << 10);
}

TEST_F(EngineTest, AReaderThatStaysLetsTheLogGrowAndStopsNobody) {
  SqliteOptions options = EntryOptions(folder_.File("data.db"));
  options.checkpoint_bytes = 64 << 10;
  options.busy_timeout_ms = 1;
  auto engine = Open(options);
  const auto log_bytes = [&] { return std::filesystem::file_size(folder_.File("data.db-wal")); };
  const auto write = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      EXPECT_THAT(RunAll(*engine, {EntryJob(i, std::string(1000, 'x'))}), ElementsAre(kOk));
      engine->Maintain(sql::Pause::kBetweenBatches);
    }
  };
  write(0, 1);
  const absl::Status status = engine->Read([&](sql::Session& session) {
    EXPECT_THAT(*Integers(session, kEntries), ElementsAre(0));
    write(1, 500);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  EXPECT_FALSE(engine->stopped());
  const auto grown = log_bytes();
  EXPECT_GT(grown, 1u << 20);
  write(500, 1000);
  EXPECT_LT(log_bytes(), 2 * grown) << "once the reader has left, the log begins anew";
  engine->Maintain(sql::Pause::kIdle);
  EXPECT_EQ(log_bytes(), 0u) << "a pause gives the disk back";
  write(1000, 1010);
  EXPECT_EQ(Entries(*engine).size(), 1010u);
}

}  // namespace
}  // namespace probity::sqlite
