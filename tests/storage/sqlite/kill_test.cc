// The kill test: a process with an open register killed with SIGKILL again and again. What it
// acknowledged, as its parent has read it from a pipe, is there once. PROBITY_KILLS says how often
// (tests/soak.sh: 1,000).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "storage/sealing/system_rng.h"
#include "tests/storage/sqlite/kill_register.h"
#include "tests/storage/sqlite/ledger_reader.h"
#include "tests/storage/sqlite/victim.h"
#include "tests/support/status_matchers.h"

namespace probity::sqlite {
namespace {

namespace fs = std::filesystem;
using test::IsOk;

// A file grows and is read through at each start, so it is replaced now and then.
constexpr int kKillsPerFile = 50;

// What is known outside the register: of each lane, the first request not acknowledged.
class Oracle {
 public:
  Oracle() {
    for (int lane = 0; lane < kLanes; ++lane) next_[lane] = lane;
  }
  std::vector<std::string> Words(const std::string& folder) const {
    std::vector<std::string> words = {"write", folder};
    for (const int64_t request : next_) words.push_back(std::to_string(request));
    return words;
  }
  void Acknowledge(int64_t request) {
    ASSERT_GE(request, 0) << "the process ended by itself";
    int64_t& next = next_[request % kLanes];
    EXPECT_EQ(request, next);
    next += kLanes;
    ++acknowledged_;
  }
  int64_t acknowledged() const { return acknowledged_; }

  // Each lane's requests are there once each, up to the last acknowledged or the one after it; each
  // acknowledged one answers again what it wrote, which is unsealed for it, and writes nothing.
  void Verify(const std::string& folder) const {
    sealing::SystemRng rng;
    const auto opened = SqliteRegister::Open(KillOptions(folder), rng);
    ASSERT_THAT(opened, IsOk());
    const std::vector<int64_t> requests = RequestsIn((*opened)->engine());
    std::array<int64_t, kLanes> found_next;
    for (int lane = 0; lane < kLanes; ++lane) found_next[lane] = lane;
    for (const int64_t request : requests) {
      int64_t& expected = found_next[request % kLanes];
      ASSERT_EQ(request, expected) << "lost or done twice";
      expected += kLanes;
    }
    for (int lane = 0; lane < kLanes; ++lane) {
      EXPECT_GE(found_next[lane], next_[lane]) << "acknowledged and lost";
      EXPECT_LE(found_next[lane], next_[lane] + kLanes) << "never sent";
    }
    for (int lane = 0; lane < kLanes; ++lane) {
      for (int64_t request = lane; request < next_[lane]; request += kLanes) {
        const absl::StatusOr<v1::Person> again = WritePerson((*opened)->store(), request);
        ASSERT_THAT(again, IsOk());
        ASSERT_EQ(again->names(0).full(), NameOfPerson(request));
      }
    }
    EXPECT_EQ(RequestsIn((*opened)->engine()), requests);
  }

 private:
  std::array<int64_t, kLanes> next_;
  int64_t acknowledged_ = 0;
};

int Kills() {
  const char* kills = std::getenv("PROBITY_KILLS");
  if (kills == nullptr) return kSanitized ? 50 : 200;
  return std::atoi(kills);
}

class KillTest : public testing::Test {
 protected:
  int Draw(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  void SleepMicroseconds(int from, int to) {
    std::this_thread::sleep_for(std::chrono::microseconds(Draw(from, to)));
  }
  std::string NewFolder(int number) {
    const std::string made = folder_.File(std::to_string(number));
    fs::create_directory(made);
    return made;
  }
  static bool IsThere(const std::string& folder) {
    sealing::SystemRng rng;
    const auto opened = SqliteRegister::Open(KillOptions(folder), rng);
    EXPECT_TRUE(opened.ok() || absl::IsNotFound(opened.status())) << opened.status();
    return opened.ok();
  }

  std::mt19937 random_{20'26};
  TempFolder folder_;  // A kill loses nothing that was written: a disk would only slow it down.
  sealing::SystemRng rng_;
};

TEST_F(KillTest, Promise1WhatWasAcknowledgedIsThereOnceAfterEveryKill) {
  int64_t acknowledged = 0;
  int kills = 0;
  while (kills < Kills()) {
    const std::string folder = NewFolder(kills);
    ASSERT_THAT(SqliteRegister::Create(KillOptions(folder), /*development=*/true, rng_), IsOk());
    Oracle oracle;
    for (int n = 0; n < kKillsPerFile && kills < Kills(); ++n, ++kills) {
      Victim victim(oracle.Words(folder));
      // One in ten dies while it starts, the others at work.
      if (Draw(1, 10) > 1) oracle.Acknowledge(victim.NextAcknowledged());
      SleepMicroseconds(1'000, 30'000);
      EXPECT_TRUE(victim.Kill()) << "ended by itself";
      for (int64_t request; (request = victim.NextAcknowledged()) >= 0;) {
        oracle.Acknowledge(request);
      }
    }
    oracle.Verify(folder);
    if (HasFailure()) return;
    acknowledged += oracle.acknowledged();
  }
  std::cout << kills << " kills, " << acknowledged << " acknowledged, 0 lost, 0 done twice\n";
  EXPECT_GT(acknowledged, kills);
}

TEST_F(KillTest, AMakingOrRestoreThatIsKilledLeavesNoRegisterOrAWholeOne) {
  const std::string origin = NewFolder(0);
  ASSERT_THAT(SqliteRegister::Create(KillOptions(origin), /*development=*/true, rng_), IsOk());
  const std::string backup = folder_.File("backup");
  {
    const auto opened = SqliteRegister::Open(KillOptions(origin), rng_);
    ASSERT_THAT(opened, IsOk());
    ASSERT_THAT((*opened)->store().Backup(backup), IsOk());
  }
  // How long a making takes here, so that a kill falls into it.
  const auto begin = std::chrono::steady_clock::now();
  Victim whole({"create", NewFolder(25)});
  EXPECT_EQ(whole.NextAcknowledged(), -1);
  EXPECT_FALSE(whole.Kill());
  const int takes =
      static_cast<int>((std::chrono::steady_clock::now() - begin) / std::chrono::microseconds(1));
  int alive = 0;
  for (int number = 1; number <= 24; ++number) {
    const std::string folder = NewFolder(number);
    const bool restores = number % 2 == 0;
    if (restores) fs::copy(origin + "/root.key", folder + "/root.key");
    std::vector<std::string> words = {restores ? "restore" : "create", folder};
    if (restores) words.push_back(backup);
    for (int most = takes; !IsThere(folder); most *= 2) {
      Victim victim(words);
      SleepMicroseconds(0, most);
      alive += victim.Kill() ? 1 : 0;
    }
    if (HasFailure()) return;
  }
  std::cout << alive << " killed before they had done\n";
  EXPECT_GT(alive, 5);
}

}  // namespace
}  // namespace probity::sqlite
