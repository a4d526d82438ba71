// The kill test: a store process killed with SIGKILL again and again. What it acknowledged, as its
// parent has read it from a pipe, is there once. PROBITY_KILLS says how often (tests/soak.sh:
// 1,000).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/kill_schema.h"

namespace probity::sqlite {
namespace {

// A file grows and is read through at each start, so it is replaced now and then.
constexpr int kKillsPerFile = 50;

class Victim {
 public:
  Victim(const std::string& path, const std::array<int64_t, kLanes>& next) {
    std::vector<std::string> words = {PROBITY_KILL_VICTIM, path};
    for (int64_t request : next) words.push_back(std::to_string(request));
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    acknowledgements_ = ends[0];
  }
  ~Victim() { close(acknowledgements_); }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  // The next request that was acknowledged, or -1 if the process is gone.
  int64_t NextAcknowledged() {
    int64_t request = 0;
    return read(acknowledgements_, &request, sizeof request) == sizeof request ? request : -1;
  }
  void Kill() {
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "ended by itself, with " << WEXITSTATUS(status);
  }

 private:
  pid_t pid_ = 0;
  int acknowledgements_ = -1;
};

// What is known outside the database: of each lane, the first request not acknowledged.
class Oracle {
 public:
  Oracle() {
    for (int lane = 0; lane < kLanes; ++lane) next_[lane] = lane;
  }
  const std::array<int64_t, kLanes>& next() const { return next_; }
  void Acknowledge(int64_t request) {
    ASSERT_GE(request, 0) << "the process ended by itself";
    int64_t& next = next_[request % kLanes];
    EXPECT_EQ(request, next);
    next += kLanes;
    ++acknowledged_;
  }
  int64_t acknowledged() const { return acknowledged_; }

  // Each lane's requests are there once each, up to the last acknowledged or the one after it.
  void Verify(const std::string& path) const {
    auto engine = SqliteEngine::Open(KillOptions(path));
    ASSERT_TRUE(engine.ok()) << engine.status();
    const auto requests = Integers(**engine, kRequests);
    ASSERT_TRUE(requests.ok());
    std::array<int64_t, kLanes> found_next;
    for (int lane = 0; lane < kLanes; ++lane) found_next[lane] = lane;
    for (int64_t request : *requests) {
      int64_t& expected = found_next[request % kLanes];
      ASSERT_EQ(request, expected) << "lost or done twice";
      expected += kLanes;
    }
    for (int lane = 0; lane < kLanes; ++lane) {
      EXPECT_GE(found_next[lane], next_[lane]) << "acknowledged and lost";
      EXPECT_LE(found_next[lane], next_[lane] + kLanes) << "never sent";
    }
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

TEST(KillTest, Promise1WhatWasAcknowledgedIsThereOnceAfterEveryKill) {
  TempFolder folder;  // A kill loses nothing that was written: a disk would only slow it down.
  std::mt19937 random(20'26);
  const auto draw = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  int64_t acknowledged = 0;
  int kills = 0;
  while (kills < Kills()) {
    const std::string path = folder.File("data" + std::to_string(kills) + ".db");
    Oracle oracle;
    for (int n = 0; n < kKillsPerFile && kills < Kills(); ++n, ++kills) {
      Victim victim(path, oracle.next());
      // One in ten dies while it starts, the others at work.
      if (draw(1, 10) > 1) oracle.Acknowledge(victim.NextAcknowledged());
      std::this_thread::sleep_for(std::chrono::microseconds(draw(1'000, 30'000)));
      victim.Kill();
      for (int64_t request; (request = victim.NextAcknowledged()) >= 0;) {
        oracle.Acknowledge(request);
      }
    }
    oracle.Verify(path);
    if (HasFailure()) return;
    acknowledged += oracle.acknowledged();
  }
  std::cout << kills << " kills, " << acknowledged << " acknowledged, 0 lost, 0 done twice\n";
  EXPECT_GT(acknowledged, kills);
}

}  // namespace
}  // namespace probity::sqlite
