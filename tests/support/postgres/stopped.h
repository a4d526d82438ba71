// A server that hangs without hanging up: its processes, or some of them, stand still.
#ifndef PROBITY_TESTS_SUPPORT_POSTGRES_STOPPED_H_
#define PROBITY_TESTS_SUPPORT_POSTGRES_STOPPED_H_

#include <signal.h>

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace probity::test {

// Processes, by their ids, that stand still while it lives. If the test is killed, they go on or
// end with their server, of which its keeper takes care.
class Stopped {
 public:
  explicit Stopped(std::vector<std::string> processes) : processes_(std::move(processes)) {
    for (const std::string& process : processes_) EXPECT_EQ(kill(std::stoi(process), SIGSTOP), 0);
  }
  ~Stopped() {
    for (const std::string& process : processes_) kill(std::stoi(process), SIGCONT);
  }
  Stopped(const Stopped&) = delete;
  Stopped& operator=(const Stopped&) = delete;

 private:
  const std::vector<std::string> processes_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_POSTGRES_STOPPED_H_
