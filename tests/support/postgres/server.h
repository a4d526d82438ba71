// A PostgreSQL 15 server on a scratch folder, for tests.
#ifndef PROBITY_TESTS_SUPPORT_POSTGRES_SERVER_H_
#define PROBITY_TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace probity::test {

// Reached through a Unix socket in its folder, which is its user's alone: the user `postgres` for
// root, whom PostgreSQL refuses, oneself otherwise. Its process ends with the thread that started
// it.
class PostgresServer {
 public:
  // Makes folder and database cluster. `settings` are those of postgresql.conf: "fsync=off".
  explicit PostgresServer(std::vector<std::string> settings);
  // Stops it and removes the folder.
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // False if it does not come up.
  bool Start();
  // Also after it has ended by itself.
  bool running();
  void Stop();

  const std::string& folder() const { return folder_; }
  std::string conninfo() const { return "host=" + folder_ + " user=postgres"; }

 private:
  pid_t Launch(const std::vector<std::string>& words) const;

  std::string folder_;
  const std::vector<std::string> settings_;
  pid_t pid_ = 0;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_POSTGRES_SERVER_H_
