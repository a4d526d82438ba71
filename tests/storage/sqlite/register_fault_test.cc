// The pair of a register on a disk that loses power or fails: what was acknowledged is there once,
// with the keys that open it. The engine's own sweeps (power_cut_test, io_error_test) are finer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string>

#include "storage/sealing/system_rng.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/kill_register.h"
#include "tests/storage/sqlite/ledger_reader.h"
#include "tests/storage/sqlite/on_disk.h"
#include "tests/support/status_matchers.h"

namespace probity::sqlite {
namespace {

using test::IsOk;

class RegisterFaultTest : public testing::Test {
 protected:
  RegisterFaultTest() {
    EXPECT_THAT(SqliteRegister::Create(KillOptions(folder_.File("")), /*development=*/true, rng_),
                IsOk());
  }

  // The new register as a disk has it.
  RegisterOptions On(fault::FaultVfs& vfs) {
    RegisterOptions options = OnDisk(KillOptions(folder_.File("")), vfs);
    options.direct_writer = true;
    return options;
  }

  // Sends what was not acknowledged yet, until the store stops or `count` are done.
  void Write(storage::Store& store, int count, const fault::FaultDisk& disk) {
    for (int i = 0; i < count && !store.stopped(); ++i) {
      // One that comes after the commit, in a checkpoint, takes nothing of it back.
      const bool happened = disk.fault_happened();
      if (!WritePerson(store, next_).ok()) continue;
      EXPECT_FALSE(happened) << "acknowledged after a fault";
      ++next_;
    }
  }

  void Verify(const RegisterOptions& options) {
    const auto opened = SqliteRegister::Open(options, rng_);
    ASSERT_THAT(opened, IsOk());
    const std::vector<int64_t> requests = RequestsIn((*opened)->engine());
    ASSERT_GE(requests.size(), static_cast<size_t>(next_)) << "acknowledged and lost";
    ASSERT_LE(requests.size(), static_cast<size_t>(next_ + 1)) << "never sent";
    for (int64_t request = 0; request < next_; ++request) {
      ASSERT_EQ(requests[request], request);
      const absl::StatusOr<v1::Person> again = WritePerson((*opened)->store(), request);
      ASSERT_THAT(again, IsOk());
      EXPECT_EQ(again->names(0).full(), NameOfPerson(request));
    }
    EXPECT_EQ(RequestsIn((*opened)->engine()), requests);
  }

  TempFolder folder_;
  sealing::SystemRng rng_;
  int64_t next_ = 0;  // The first request that was not acknowledged.
};

TEST_F(RegisterFaultTest, Promise1WhatWasAcknowledgedSurvivesPowerCuts) {
  const int lives = kSanitized ? 10 : 150;
  int64_t acknowledged = 0;
  std::mt19937 random(7);
  for (int life = 0; life < lives; ++life) {
    SCOPED_TRACE(life);
    fault::FaultVfs vfs("register-power", life);
    const RegisterOptions options = On(vfs);
    next_ = 0;
    for (int cut = 0; cut < 3; ++cut) {
      vfs.disk().CutPowerAtChange(std::uniform_int_distribution<int>(1, 150)(random));
      {
        const auto opened = SqliteRegister::Open(options, rng_);
        if (opened.ok()) Write((*opened)->store(), 12, vfs.disk());
      }
      vfs.disk().PowerCycle();
      Verify(options);
      if (HasFatalFailure()) return;
      vfs.disk().PowerCycle();
    }
    acknowledged += next_;
  }
  std::cout << 3 * lives << " power cuts, " << acknowledged << " acknowledged, 0 lost\n";
  EXPECT_GT(acknowledged, 3 * lives);
}

TEST_F(RegisterFaultTest, NothingIsAcknowledgedAfterAFaultOfEitherFile) {
  int stopped = 0;
  int points = 0;
  fault::FaultPlan plan = {.kind = fault::FaultKind::kIoError};
  constexpr int kStep = kSanitized ? 10 : 3;
  for (plan.nth = 1;; plan.nth += kStep, ++points) {
    SCOPED_TRACE(plan.nth);
    ASSERT_LT(plan.nth, 20'000);
    fault::FaultVfs vfs("register-fault", plan.nth);
    const RegisterOptions options = On(vfs);
    next_ = 0;
    vfs.disk().Plan(plan);
    {
      const auto opened = SqliteRegister::Open(options, rng_);
      if (opened.ok()) {
        Write((*opened)->store(), 6, vfs.disk());
        stopped += (*opened)->store().stopped() ? 1 : 0;
      }
    }
    const bool happened = vfs.disk().fault_happened();
    vfs.disk().Plan({});
    vfs.disk().PowerCycle();
    Verify(options);
    if (HasFatalFailure()) return;
    if (!happened) break;
  }
  std::cout << points << " points, " << stopped << " stopped at work\n";
  EXPECT_GT(stopped, 5);
}

}  // namespace
}  // namespace probity::sqlite
