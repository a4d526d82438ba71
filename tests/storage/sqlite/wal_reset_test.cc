// The second-checkpointer test: the layout that production has loses nothing on a SQLite that
// corrupts the file when another connection than the writer checkpoints. The control does just
// that, in the order that the bug needs and without a race, and must show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "storage/sql/group_commit.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kLastEntries =
    MakeStatement("last_entries", "SELECT id FROM entry ORDER BY id DESC LIMIT 50");
constexpr auto kLastTwins =
    MakeStatement("last_twins", "SELECT id FROM twin ORDER BY id DESC LIMIT 50");

std::chrono::seconds SoakTime(int seconds_in_ctest) {
  const char* seconds = std::getenv("PROBITY_SOAK_SECONDS");
  return std::chrono::seconds(seconds == nullptr ? seconds_in_ctest : std::atoi(seconds));
}

// Up to 300 us: the window of the bug opens when the writer comes back to a log that has been
// copied.
void PauseBriefly(std::mt19937& random) {
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution<int>(0, 300)(random)));
}

absl::Status SameInBoth(sql::Session& session) {
  const auto entries = Integers(session, kLastEntries);
  const auto twins = Integers(session, kLastTwins);
  if (!entries.ok()) return entries.status();
  if (!twins.ok()) return twins.status();
  return *entries == *twins ? absl::OkStatus() : absl::DataLossError("half a write is visible");
}

void RunAsInProduction(TempFolder::On on, std::chrono::seconds time) {
  TempFolder folder(on);
  SqliteOptions options = EntryOptions(folder.File("data.db"));
  options.readers = 4;
  options.checkpoint_bytes = 64 << 10;
  std::atomic<int64_t> next = 1;
  std::atomic<int64_t> reads = 0;
  int64_t backups = 0;
  {
    auto engine = *SqliteEngine::Open(options);
    sql::GroupCommit writer(*engine, [] { return absl::InfinitePast(); });
    const Clock::time_point end = Clock::now() + time;
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n) {
      threads.emplace_back([&, n] {
        std::mt19937 random(n);
        while (Clock::now() < end) {
          ASSERT_TRUE(writer.Run(EntryJob(next++), absl::InfiniteFuture()).ok());
          PauseBriefly(random);
        }
      });
      threads.emplace_back([&, n] {
        std::mt19937 random(n);
        for (; Clock::now() < end; ++reads) {
          ASSERT_EQ(engine->Read(SameInBoth), absl::OkStatus());
          PauseBriefly(random);
        }
      });
    }
    for (; Clock::now() < end; ++backups) {
      const std::string to = folder.File("backup.db");
      ASSERT_EQ(engine->Backup(to), absl::OkStatus());
      std::filesystem::remove(to);
    }
    for (std::thread& thread : threads) thread.join();
  }
  auto engine = SqliteEngine::Open(options);
  ASSERT_TRUE(engine.ok());
  std::vector<int64_t> all(next - 1);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int64_t>(i) + 1;
  EXPECT_TRUE(*Integers(**engine, kEntries) == all);
  EXPECT_TRUE(*Integers(**engine, kTwins) == all);
  EXPECT_EQ((*engine)->Backup(folder.File("last.db")), absl::OkStatus()) << "integrity_check";
  std::cout << all.size() << " acknowledged, 0 lost, " << reads << " reads, " << backups
            << " backups\n";
}

TEST(WalResetTest, TheLayoutOfProductionLosesNothingInMemory) {
  RunAsInProduction(TempFolder::On::kMemory, SoakTime(10));
}

TEST(WalResetTest, TheLayoutOfProductionLosesNothingOnDisk) {
  RunAsInProduction(TempFolder::On::kDisk, SoakTime(2));
}

// 3.7.0 to 3.51.2, but for the branches that got the correction.
bool HasTheBug(int version) {
  const bool corrected = version >= 3'051'003 || (version >= 3'050'007 && version < 3'051'000) ||
                         (version >= 3'044'006 && version < 3'045'000);
  return version >= 3'007'000 && !corrected;
}

struct CloseDb {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Db = std::unique_ptr<sqlite3, CloseDb>;

Db OpenPlain(const fault::FaultVfs& vfs) {
  sqlite3* db = nullptr;
  EXPECT_EQ(sqlite3_open_v2("/data.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            vfs.name().c_str()),
            SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  return Db(db);
}

int Checkpoint(const Db& db) {
  return sqlite3_wal_checkpoint_v2(db.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

// The first column of the first row, or -1: a malformed file has none.
int64_t FirstInteger(const Db& db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  int64_t value = -1;
  if (sqlite3_prepare_v2(db.get(), sql, -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    value = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return value;
}

enum class Checkpointer { kTheWriter, kAnother };

// The schedule of the bug, step by step: the log is copied whole; the checkpointer reads the log's
// header; before it uses it, the writer starts the log anew. Returns whether rows that were
// acknowledged are gone, or the file is malformed.
bool DamagesTheFile(Checkpointer who) {
  fault::FaultVfs vfs("wal-reset", /*seed=*/1);
  int64_t acknowledged = 0;
  {
    const Db writer = OpenPlain(vfs);
    const Db another = OpenPlain(vfs);
    const auto write = [&](int rows) {
      for (; rows > 0; --rows) {
        const int code = sqlite3_exec(writer.get(), "INSERT INTO t(body) VALUES(randomblob(300))",
                                      nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) ++acknowledged;
      }
    };
    sqlite3_exec(writer.get(), "CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)", nullptr,
                 nullptr, nullptr);
    // Without a read, the connection has not opened the log, and its checkpoint does nothing.
    FirstInteger(another, "SELECT count(*) FROM t");
    write(50);
    EXPECT_EQ(Checkpoint(writer), SQLITE_OK);
    vfs.AtNextCheckpointOfANewHeader([&] { write(1); });
    Checkpoint(who == Checkpointer::kAnother ? another : writer);
    write(50);
    Checkpoint(writer);
  }
  const Db reader = OpenPlain(vfs);
  return FirstInteger(reader, "SELECT count(*) FROM t") != acknowledged ||
         FirstInteger(reader,
                      "SELECT count(*) FROM pragma_integrity_check "
                      "WHERE integrity_check <> 'ok'") != 0;
}

TEST(WalResetTest, AnotherCheckpointerThanTheWriterDamagesTheFile) {
  if (!HasTheBug(sqlite3_libversion_number())) {
    GTEST_SKIP() << "this SQLite has the bug corrected: " << LibraryDescription();
  }
  EXPECT_TRUE(DamagesTheFile(Checkpointer::kAnother));
}

TEST(WalResetTest, TheWriterAsCheckpointerDamagesNothing) {
  EXPECT_FALSE(DamagesTheFile(Checkpointer::kTheWriter));
}

}  // namespace
}  // namespace probity::sqlite
