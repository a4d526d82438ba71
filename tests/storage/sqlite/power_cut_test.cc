// The power-cut test. What was acknowledged is there after each, whole and in order. The control
// runs the same with synchronous=NORMAL and must lose: a test that cannot fail shows nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

struct Totals {
  int64_t cuts = 0;
  int64_t acknowledged = 0;
  int64_t lost = 0;
  int64_t damaged = 0;       // Files that SQLite or the engine finds wrong.
  int64_t halved = 0;        // Writes of which a part is there.
  int64_t out_of_order = 0;  // Writes that are there while an earlier one of the same life is not.
  int64_t invented = 0;
};

// One disk through some power cuts.
class Life {
 public:
  Life(const std::string& path, uint64_t seed, Durability durability, Totals& totals)
      : vfs_("power-cut", seed), random_(seed), totals_(totals) {
    options_ = EntryOptions(path);
    options_.vfs = vfs_.name();
    options_.durability = durability;
    options_.readers = 1;
    options_.writer_cache_kib = options_.reader_cache_kib = 256;
  }

  // Opens, checks what is there, writes until the power goes.
  void Generation() {
    vfs_.disk().CutPowerAtChange(Draw(1, 200));
    options_.checkpoint_bytes = Draw(4, 64) << 10;
    auto engine = SqliteEngine::Open(options_);
    if (engine.ok()) {
      Verify(**engine);
      Write(**engine);
    } else if (!vfs_.disk().power_is_off()) {
      ++totals_.damaged;
    }
    engine = absl::CancelledError("the power is off");
    vfs_.disk().PowerCycle();
    ++totals_.cuts;
  }

  void VerifyAtTheEnd() {
    auto engine = SqliteEngine::Open(options_);
    if (engine.ok()) Verify(**engine);
    if (!engine.ok()) ++totals_.damaged;
  }

 private:
  int64_t Draw(int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random_);
  }

  void Write(SqliteEngine& engine) {
    first_of_life_ = next_;
    for (int64_t batches = Draw(1, 100); batches > 0 && !engine.stopped(); --batches) {
      std::vector<sql::Job> jobs;
      for (int64_t n = Draw(1, 4); n > 0; --n) {
        jobs.push_back(EntryJob(next_++, std::string(Draw(1, 2000), 'x')));
      }
      const std::vector<absl::Status> statuses = engine.RunBatch(jobs);
      for (size_t i = 0; i < jobs.size(); ++i) {
        if (!statuses[i].ok()) continue;
        acknowledged_.insert(next_ - static_cast<int64_t>(jobs.size() - i));
        ++totals_.acknowledged;
      }
      engine.Maintain(Draw(1, 10) == 1 ? sql::Pause::kIdle : sql::Pause::kBetweenBatches);
    }
  }

  void Verify(SqliteEngine& engine) {
    Fault fault;
    auto reader = Connection::Open(engine.reader_options(), Role::kReader, fault);
    const absl::StatusOr<std::string> integrity =
        reader.ok() ? (*reader)->QueryText("PRAGMA integrity_check") : reader.status();
    const auto entries = Integers(engine, kEntries);
    const auto twins = Integers(engine, kTwins);
    if (vfs_.disk().power_is_off()) return;
    if (!integrity.ok() || *integrity != "ok" || !entries.ok() || !twins.ok()) {
      ++totals_.damaged;
      return;
    }
    if (*entries != *twins) ++totals_.halved;
    const std::set<int64_t> found(entries->begin(), entries->end());
    for (int64_t id : acknowledged_) totals_.lost += found.contains(id) ? 0 : 1;
    if (!found.empty() && *found.rbegin() >= next_) ++totals_.invented;
    bool missing = false;
    for (int64_t id = first_of_life_; id < next_; ++id) {
      if (found.contains(id) && missing) ++totals_.out_of_order;
      missing |= !found.contains(id);
    }
    acknowledged_ = found;  // What is lost is counted once; what is there stays there.
    first_of_life_ = next_;
  }

  fault::FaultVfs vfs_;
  std::mt19937_64 random_;
  Totals& totals_;
  SqliteOptions options_;
  std::set<int64_t> acknowledged_;
  int64_t next_ = 1;
  int64_t first_of_life_ = 1;
};

Totals CutPower(int seeds, Durability durability) {
  TempFolder folder;
  Totals totals;
  for (int seed = 1; seed <= seeds; ++seed) {
    Life life(folder.File(std::to_string(seed)), seed, durability, totals);
    for (int generation = 0; generation < 3; ++generation) life.Generation();
    life.VerifyAtTheEnd();
  }
  std::cout << totals.cuts << " power cuts, " << totals.acknowledged << " acknowledged, "
            << totals.lost << " lost\n";
  return totals;
}

TEST(PowerCutTest, Promise1WhatWasAcknowledgedSurvivesSixThousandCuts) {
  const int seeds = kSanitized ? 100 : 2000;
  const Totals totals = CutPower(seeds, Durability::kPowerLoss);
  EXPECT_EQ(totals.cuts, 3 * seeds);
  EXPECT_GT(totals.acknowledged, 40 * seeds);
  EXPECT_EQ(totals.lost, 0);
  EXPECT_EQ(totals.damaged, 0);
  EXPECT_EQ(totals.halved, 0);
  EXPECT_EQ(totals.out_of_order, 0);
  EXPECT_EQ(totals.invented, 0);
}

TEST(PowerCutTest, TheControlWithoutASyncPerCommitLoses) {
  const Totals totals = CutPower(kSanitized ? 50 : 300, Durability::kProcessCrash);
  EXPECT_GT(totals.lost * 100, totals.acknowledged) << "the shim does not lose what is not synced";
  EXPECT_EQ(totals.damaged, 0) << "NORMAL loses the last commits, and nothing else";
}

}  // namespace
}  // namespace probity::sqlite
