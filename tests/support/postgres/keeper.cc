// Keeps a PostgreSQL server for as long as somebody lives, and leaves nothing behind, however that
// ends.
//   probity_postgres_keeper start FILE PID [SETTING...]   PID 0: the parent, which is ctest
//   probity_postgres_keeper stop FILE
// FILE, once it is there, has two lines: how to connect, and the keeper's process. A server that
// ends is started again, unless there is a file `down` in its folder.
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/postgres/server.h"

namespace probity::test {
namespace {

namespace fs = std::filesystem;

constexpr int kLookMs = 50;
constexpr int kLooks = 600;

bool WaitUntil(const std::string& file, bool there) {
  for (int i = 0; i < kLooks; ++i) {
    if (fs::exists(file) == there) return true;
    usleep(kLookMs * 1000);
  }
  return false;
}

void Publish(const std::string& file, const PostgresServer& server) {
  const std::string unfinished = file + ".new";
  std::ofstream(unfinished) << server.conninfo() << "\n" << getpid() << "\n";
  fs::rename(unfinished, file);
}

// Until a signal comes or `life` (of poll) ends.
void Keep(PostgresServer& server, int life) {
  sigset_t ends;
  sigemptyset(&ends);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&ends, signal);
  sigprocmask(SIG_BLOCK, &ends, nullptr);
  pollfd waits[] = {{.fd = life, .events = POLLIN, .revents = 0},
                    {.fd = signalfd(-1, &ends, 0), .events = POLLIN, .revents = 0}};
  while (poll(waits, 2, kLookMs) == 0) {
    if (!server.running() && !fs::exists(server.folder() + "/down")) server.Start();
  }
}

int Start(const std::string& file, pid_t of, std::vector<std::string> settings) {
  std::error_code ignored;
  fs::remove(file, ignored);
  const int life = static_cast<int>(syscall(SYS_pidfd_open, of, 0));
  if (life < 0) return 1;
  if (fork() != 0) return WaitUntil(file, true) ? 0 : 1;
  setsid();
  for (const int fd : {0, 1, 2}) close(fd);  // ctest waits for whoever holds its pipes.
  if (chdir("/") != 0) return 1;
  {
    PostgresServer server(std::move(settings));
    if (!server.Start()) return 1;
    Publish(file, server);
    Keep(server, life);
  }
  fs::remove(file, ignored);
  return 0;
}

int Stop(const std::string& file) {
  std::string conninfo;
  pid_t keeper = 0;
  std::ifstream in(file);
  std::getline(in, conninfo);
  in >> keeper;
  if (keeper <= 0 || kill(keeper, SIGTERM) != 0) return 0;  // It is gone.
  return WaitUntil(file, false) ? 0 : 1;
}

}  // namespace
}  // namespace probity::test

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) return 2;
  const std::string file = std::filesystem::absolute(words[1]);
  if (words[0] == "stop") return probity::test::Stop(file);
  if (words.size() < 3 || words[0] != "start") return 2;
  const pid_t of = static_cast<pid_t>(atoi(words[2].c_str()));
  return probity::test::Start(file, of == 0 ? getppid() : of, {words.begin() + 3, words.end()});
}
