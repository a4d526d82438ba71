#include "tests/support/postgres/server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <utility>

namespace probity::test {
namespace {

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";
constexpr int kLooks = 500;
constexpr int kLookUs = 20'000;

void Require(bool good, const char* what) {
  if (good) return;
  fprintf(stderr, "test server: %s\n", what);
  abort();
}

// Whom the server runs as; null: oneself.
const passwd* User() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

}  // namespace

PostgresServer::PostgresServer(std::vector<std::string> settings) : settings_(std::move(settings)) {
  // A socket's path is 107 characters long at most, so not below the build folder.
  char pattern[] = "/tmp/probity-pg-XXXXXX";
  Require(mkdtemp(pattern) != nullptr, "no folder");
  folder_ = pattern;
  if (const passwd* user = User()) {
    Require(chown(folder_.c_str(), user->pw_uid, user->pw_gid) == 0, "no folder of its own");
  }
  int status = 0;
  const pid_t made = Launch({"initdb", "--pgdata=" + folder_ + "/data", "--username=postgres",
                             "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"});
  Require(waitpid(made, &status, 0) == made && status == 0, "initdb failed");
}

PostgresServer::~PostgresServer() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

pid_t PostgresServer::Launch(const std::vector<std::string>& words) const {
  std::vector<std::string> all = words;
  const std::string program = kPrograms + words[0];
  all[0] = program;  // Looked for in PATH otherwise, where another user may not look.
  const std::string log = folder_ + "/log";
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  const passwd* const user = User();
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  const bool became = user == nullptr || (setgid(user->pw_gid) == 0 && setuid(user->pw_uid) == 0);
  // After the change of user, which would take it back.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (became && getppid() == parent && chdir(folder_.c_str()) == 0) {
    execv(program.c_str(), argv.data());
  }
  _exit(127);
}

bool PostgresServer::Start() {
  std::vector<std::string> words = {
      "postgres",         "-D", folder_ + "/data", "-c", "unix_socket_directories=" + folder_, "-c",
      "listen_addresses="};
  for (const std::string& setting : settings_) {
    words.push_back("-c");
    words.push_back(setting);
  }
  pid_ = Launch(words);
  for (int i = 0; i < kLooks && running(); ++i) {
    if (PQping((conninfo() + " dbname=postgres").c_str()) == PQPING_OK) return true;
    usleep(kLookUs);
  }
  return false;
}

bool PostgresServer::running() {
  if (pid_ != 0 && waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = 0;
  return pid_ != 0;
}

void PostgresServer::Stop() {
  if (!running()) return;
  kill(pid_, SIGQUIT);
  kill(pid_, SIGCONT);  // A test may have stopped it.
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

}  // namespace probity::test
