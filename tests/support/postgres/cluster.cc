#include "tests/support/postgres/cluster.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace probity::test {
namespace {

constexpr int kLooks = 600;
constexpr int kLookUs = 50'000;

void Require(bool good, const std::string& what) {
  if (good) return;
  fprintf(stderr, "test cluster: %s\n", what.c_str());
  abort();
}

int RunKeeper(std::vector<std::string> words) {
  std::string keeper = PROBITY_POSTGRES_KEEPER;
  std::vector<char*> argv = {keeper.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  int status = 1;
  if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return 1;
  waitpid(pid, &status, 0);
  return status;
}

std::string NextName(const char* what) {
  static std::atomic<int> made = 0;
  return what + std::to_string(getpid()) + "_" + std::to_string(++made);
}

bool Answers(const std::string& conninfo) {
  return PQping((conninfo + " dbname=postgres").c_str()) == PQPING_OK;
}

}  // namespace

PostgresCluster& PostgresCluster::Shared() {
  static PostgresCluster shared{std::string(PROBITY_POSTGRES_FILE)};
  if (shared.conninfo_.empty() && !shared.Adopt()) {
    static PostgresCluster own(std::vector<std::string>{"fsync=off", "full_page_writes=off",
                                                        "max_connections=200", "max_wal_size=2GB"});
    return own;
  }
  return shared;
}

PostgresCluster::PostgresCluster(std::string file) : file_(std::move(file)), own_(false) {}

PostgresCluster::PostgresCluster(std::vector<std::string> settings)
    : file_("/tmp/" + NextName("probity-pg-file-")), own_(true) {
  std::vector<std::string> words = {"start", file_, std::to_string(getpid())};
  for (std::string& setting : settings) words.push_back(std::move(setting));
  Require(RunKeeper(words) == 0 && Adopt(), "PostgreSQL does not start");
}

PostgresCluster::~PostgresCluster() {
  if (own_) RunKeeper({"stop", file_});
}

bool PostgresCluster::Adopt() {
  std::ifstream in(file_);
  std::string conninfo;
  if (!std::getline(in, conninfo) || !Answers(conninfo)) return false;
  conninfo_ = conninfo;
  return true;
}

std::vector<std::string> PostgresCluster::Sql(const std::string& database,
                                              const std::vector<std::string>& statements) {
  PGconn* const connection = PQconnectdb(conninfo(database).c_str());
  Require(PQstatus(connection) == CONNECTION_OK, PQerrorMessage(connection));
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  std::vector<std::string> found;
  for (const std::string& statement : statements) {
    PGresult* const result = PQexec(connection, statement.c_str());
    const ExecStatusType status = PQresultStatus(result);
    Require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, PQerrorMessage(connection));
    found.clear();
    for (int row = 0; row < PQntuples(result); ++row)
      found.emplace_back(PQgetvalue(result, row, 0));
    PQclear(result);
  }
  PQfinish(connection);
  return found;
}

void PostgresCluster::Kill() {
  const std::string folder = conninfo_.substr(5, conninfo_.find(' ') - 5);
  std::ofstream(folder + "/down") << "by a test";
  const std::vector<std::string> backends = Sql("postgres", "SELECT pid FROM pg_stat_activity");
  pid_t postmaster = 0;
  std::ifstream(folder + "/data/postmaster.pid") >> postmaster;
  Require(postmaster > 0 && kill(postmaster, SIGKILL) == 0, "there is no server to kill");
  // One that is orphaned would go on until it looks up.
  for (const std::string& backend : backends) kill(std::stoi(backend), SIGKILL);
  for (int i = 0; i < kLooks && Answers(conninfo_); ++i) usleep(kLookUs);
}

void PostgresCluster::Rise() {
  const std::string folder = conninfo_.substr(5, conninfo_.find(' ') - 5);
  std::filesystem::remove(folder + "/down");
  for (int i = 0; i < kLooks && !Answers(conninfo_); ++i) usleep(kLookUs);
  Require(Answers(conninfo_), "PostgreSQL does not come back");
}

PostgresLock::PostgresLock(const PostgresCluster& cluster)
    : connection_(PQconnectdb(cluster.conninfo("postgres").c_str())) {
  PQclear(PQexec(connection_, "SELECT pg_advisory_lock(1)"));
}

PostgresLock::~PostgresLock() { PQfinish(connection_); }

PostgresDatabase::PostgresDatabase(PostgresCluster& cluster, const std::string& copy_of)
    : cluster_(cluster), name_(NextName("t")) {
  cluster_.Sql("postgres",
               "CREATE DATABASE " + name_ + " TEMPLATE " + copy_of + " STRATEGY file_copy");
}

PostgresDatabase::~PostgresDatabase() {
  cluster_.Sql("postgres", "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
}

}  // namespace probity::test
