// PostgreSQL for tests: a server that is there, and databases of their own on it.
#ifndef PROBITY_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
#define PROBITY_TESTS_SUPPORT_POSTGRES_CLUSTER_H_

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace probity::test {

class PostgresCluster {
 public:
  // The one of the whole ctest run, where a program that is run by hand gets one of its own. Syncs
  // nothing. Databases on it are many tests': take Database.
  static PostgresCluster& Shared();
  // One that a test may ill-treat; syncs unless it is told otherwise. Gone when this or the process
  // is.
  explicit PostgresCluster(std::vector<std::string> settings = {});
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  std::string conninfo(const std::string& database) const {
    return conninfo_ + " dbname=" + database;
  }
  // Runs statements, each for itself, and returns the first column of the last answer.
  std::vector<std::string> Sql(const std::string& database,
                               const std::vector<std::string>& statements);
  std::vector<std::string> Sql(const std::string& database, const std::string& statement) {
    return Sql(database, std::vector<std::string>{statement});
  }
  // Kills all of the server at once; it is down until Rise.
  void Kill();
  // Returns when it answers again.
  void Rise();

 private:
  explicit PostgresCluster(std::string file);
  bool Adopt();

  const std::string file_;
  const bool own_;
  std::string conninfo_;
};

// While it lives, no other of the same server does.
class PostgresLock {
 public:
  explicit PostgresLock(const PostgresCluster& cluster);
  ~PostgresLock();
  PostgresLock(const PostgresLock&) = delete;
  PostgresLock& operator=(const PostgresLock&) = delete;

 private:
  PGconn* const connection_;
};

// A database, dropped at the end: empty, or a copy of another that nobody uses.
class PostgresDatabase {
 public:
  explicit PostgresDatabase(PostgresCluster& cluster = PostgresCluster::Shared(),
                            const std::string& copy_of = "template0");
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  std::string conninfo() const { return cluster_.conninfo(name_); }
  const std::string& name() const { return name_; }
  std::vector<std::string> Sql(const std::string& statement) {
    return cluster_.Sql(name_, statement);
  }

 private:
  PostgresCluster& cluster_;
  const std::string name_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_POSTGRES_CLUSTER_H_
