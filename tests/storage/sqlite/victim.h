// A process that a test kills.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_VICTIM_H_
#define PROBITY_TESTS_STORAGE_SQLITE_VICTIM_H_

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

namespace probity::sqlite {

class Victim {
 public:
  // Starts kill_victim with these words.
  explicit Victim(std::vector<std::string> words) {
    words.insert(words.begin(), PROBITY_KILL_VICTIM);
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
  // True if it was alive until now; if it had ended by itself, it had done so with 0.
  bool Kill() {
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
    return WIFSIGNALED(status);
  }

 private:
  pid_t pid_ = 0;
  int acknowledgements_ = -1;
};

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_VICTIM_H_
