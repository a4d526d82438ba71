// The I/O error sweep: the disk fails at its nth operation, once or for ever, for every n. The
// engine stops or goes on honestly; nothing is acknowledged after a fault; the next start finds all
// that was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using fault::FaultKind;

constexpr int kEntriesBefore = 40;

struct Outcome {
  bool happened = false;  // The disk failed at all: else n is past the end.
  bool opened = false;
  bool stopped = false;
  bool acknowledged_after = false;
};

class IoErrorTest : public testing::TestWithParam<fault::FaultPlan> {
 protected:
  SqliteOptions Options(const fault::FaultVfs& vfs, const std::string& name) {
    SqliteOptions options = EntryOptions(folder_.File(name));
    options.vfs = vfs.name();
    options.readers = 1;
    options.writer_cache_kib = options.reader_cache_kib = 16;  // Pages are read again and again.
    options.busy_timeout_ms = 0;
    return options;
  }

  // Leaves a file with a log that the next start must recover.
  void Prepare(fault::FaultVfs& vfs, const SqliteOptions& options) {
    auto engine = SqliteEngine::Open(options);
    ASSERT_TRUE(engine.ok());
    for (int id = 1; id <= kEntriesBefore; ++id) {
      ASSERT_TRUE((*engine)->RunBatch({EntryJob(id, std::string(1500, 'x'))})[0].ok());
      if (id == kEntriesBefore / 2) (*engine)->Maintain(sql::Pause::kIdle);
      acknowledged_.insert(id);
    }
    vfs.disk().CutPowerAtChange(1);
    (*engine)->Maintain(sql::Pause::kIdle);
    engine = absl::CancelledError("the power is off");
    vfs.disk().PowerCycle();
  }

  // Fails as planned during a start and some writes; then the power goes and comes.
  Outcome Run(fault::FaultPlan plan) {
    acknowledged_.clear();
    fault::FaultVfs vfs("io-error", plan.nth);
    const SqliteOptions options = Options(vfs, std::to_string(plan.nth));
    Prepare(vfs, options);
    Outcome outcome;
    vfs.disk().Plan(plan);
    {
      auto engine = SqliteEngine::Open(options);
      outcome.opened = engine.ok();
      if (engine.ok()) {
        Work(vfs.disk(), **engine, outcome);
        outcome.stopped = (*engine)->stopped();
      }
    }
    outcome.happened = vfs.disk().fault_happened();
    vfs.disk().Plan({});
    vfs.disk().PowerCycle();
    VerifyAfterRestart(options);
    return outcome;
  }

  void Work(fault::FaultDisk& disk, SqliteEngine& engine, Outcome& outcome) {
    int64_t id = 1000;
    for (int round = 0; round < 6; ++round) {
      const std::vector<sql::Job> jobs = {EntryJob(id, std::string(800, 'y')), EntryJob(id + 1)};
      const std::vector<absl::Status> statuses = engine.RunBatch(jobs);
      for (size_t i = 0; i < jobs.size(); ++i) {
        if (!statuses[i].ok()) continue;
        acknowledged_.insert(id + static_cast<int64_t>(i));
        outcome.acknowledged_after |= disk.fault_happened();
      }
      id += 2;
      const auto entries = Integers(engine, kEntries);
      if (entries.ok()) {
        // An answer that is given is complete, whatever the disk does.
        EXPECT_GE(entries->size(), acknowledged_.size());
      }
      engine.Maintain(round % 2 == 0 ? sql::Pause::kIdle : sql::Pause::kBetweenBatches);
    }
  }

  void VerifyAfterRestart(const SqliteOptions& options) {
    auto engine = SqliteEngine::Open(options);
    ASSERT_TRUE(engine.ok()) << engine.status();
    const auto entries = Integers(**engine, kEntries);
    const auto twins = Integers(**engine, kTwins);
    ASSERT_TRUE(entries.ok() && twins.ok());
    EXPECT_EQ(*entries, *twins);
    const std::set<int64_t> found(entries->begin(), entries->end());
    for (int64_t id : acknowledged_) EXPECT_TRUE(found.contains(id)) << id;
    EXPECT_TRUE((*engine)->RunBatch({EntryJob(5000)})[0].ok());
    Fault fault;
    auto reader = Connection::Open((*engine)->reader_options(), Role::kReader, fault);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(*(*reader)->QueryText("PRAGMA integrity_check"), "ok");
  }

  TempFolder folder_;
  std::set<int64_t> acknowledged_;
};

TEST_P(IoErrorTest, EndsInAStopOrGoesOnHonestly) {
  fault::FaultPlan plan = GetParam();
  int refused = 0;
  int stopped = 0;
  constexpr int kStep = kSanitized ? 10 : 1;
  for (plan.nth = 1;; plan.nth += kStep) {
    SCOPED_TRACE(plan.nth);
    ASSERT_LT(plan.nth, 5000);
    const Outcome outcome = Run(plan);
    if (HasFatalFailure()) return;
    if (!outcome.happened) break;
    refused += outcome.opened ? 0 : 1;
    stopped += outcome.stopped ? 1 : 0;
    EXPECT_FALSE(outcome.acknowledged_after)
        << "opened " << outcome.opened << " stopped " << outcome.stopped;
  }
  std::cout << (plan.nth - 1) / kStep << " points: " << refused << " refused to start, " << stopped
            << " stopped\n";
  EXPECT_GT(stopped, 5);
}

std::string NameOf(const testing::TestParamInfo<fault::FaultPlan>& plan) {
  constexpr const char* kKinds[] = {"None", "IoError", "Full", "ShortRead"};
  return std::string(kKinds[static_cast<int>(plan.param.kind)]) +
         (plan.param.forever ? "ForEver" : "Once");
}

// A short read that heals is not among them: SQLite's unix layer reads on until it has all or the
// file ends, so only a file that stays short can reach SQLite.
INSTANTIATE_TEST_SUITE_P(
    Faults, IoErrorTest,
    testing::Values(fault::FaultPlan{.kind = FaultKind::kIoError, .forever = false},
                    fault::FaultPlan{.kind = FaultKind::kIoError, .forever = true},
                    fault::FaultPlan{.kind = FaultKind::kFull, .forever = false},
                    fault::FaultPlan{.kind = FaultKind::kFull, .forever = true},
                    fault::FaultPlan{.kind = FaultKind::kShortRead, .forever = true}),
    NameOf);

}  // namespace
}  // namespace probity::sqlite
