// PostgreSQL's pg_trgm, asked through libpq with a prepared statement:
//   pg_trgm_peer FOLDER gin|gist CONNINFO [QUERIES] > ANSWERS
// Leaves its table in the database. QUERIES: the first so many only.
#include <libpq-fe.h>
#include <stdlib.h>

#include <algorithm>
#include <memory>

#include "tests/bench/peers/rounds.h"

namespace probity::bench {
namespace {

struct Way {
  const char* index;
  const char* query;
};
// The operators that each kind of index serves (PostgreSQL 15, F.35.4).
constexpr Way kGin = {"CREATE INDEX by_trigrams ON names USING gin (name gin_trgm_ops)",
                      "SELECT id FROM names WHERE name % $1::text "
                      "ORDER BY similarity(name, $1::text) DESC LIMIT 10"};
constexpr Way kGist = {
    "CREATE INDEX by_trigrams ON names USING gist (name gist_trgm_ops (siglen = 64))",
    "SELECT id FROM names ORDER BY name <-> $1::text LIMIT 10"};

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

class Connection {
 public:
  explicit Connection(const std::string& conninfo)
      : connection_(PQconnectdb(conninfo.c_str()), &PQfinish) {}

  Answer Run(const std::string& sql) { return Checked(PQexec(connection_.get(), sql.c_str())); }

  void Copy(const std::vector<std::string>& names) {
    Run("COPY names FROM STDIN");
    for (size_t row = 0; row < names.size(); ++row) {
      const std::string line = std::to_string(row) + "\t" + names[row] + "\n";
      PQputCopyData(connection_.get(), line.data(), static_cast<int>(line.size()));
    }
    PQputCopyEnd(connection_.get(), nullptr);
    while (PGresult* const result = PQgetResult(connection_.get())) Checked(result);
  }

  void Prepare(const std::string& sql) {
    Checked(PQprepare(connection_.get(), "find", sql.c_str(), 1, nullptr));
  }
  int server_process() const { return PQbackendPID(connection_.get()); }
  Answer Find(const std::string& name) {
    const char* const values[] = {name.c_str()};
    return Checked(
        PQexecPrepared(connection_.get(), "find", 1, values, nullptr, nullptr, /*text*/ 0));
  }

 private:
  // Ends the program unless the server did what it was asked.
  Answer Checked(PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
      std::cerr << "pg_trgm_peer: " << PQerrorMessage(connection_.get());
      exit(1);
    }
    return {result, &PQclear};
  }

  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

class PgTrgmPeer : public Peer {
 public:
  explicit PgTrgmPeer(Connection& connection)
      : connection_(connection),
        schedule_("/proc/" + std::to_string(connection.server_process()) + "/schedstat") {}

  std::vector<uint64_t> Find(const std::string& query) override {
    const Answer answer = connection_.Find(query);
    std::vector<uint64_t> rows;
    for (int i = 0; i < PQntuples(answer.get()); ++i) {
      rows.push_back(std::stoull(PQgetvalue(answer.get(), i, 0)));
    }
    return rows;
  }

  double ProcessorMicroseconds() const override {
    uint64_t nanoseconds = 0;
    std::ifstream(schedule_) >> nanoseconds;
    return Peer::ProcessorMicroseconds() + static_cast<double>(nanoseconds) / 1e3;
  }

 private:
  Connection& connection_;
  const std::string schedule_;  // Its first number is the time on a processor (proc(5)).
};

// A plan without the index would measure something else.
bool UsesIndex(Connection& connection) {
  const Answer plan = connection.Run("EXPLAIN EXECUTE find ('Mohamed Ali')");
  for (int i = 0; i < PQntuples(plan.get()); ++i) {
    if (std::string(PQgetvalue(plan.get(), i, 0)).find("by_trigrams") != std::string::npos) {
      return true;
    }
  }
  return false;
}

int Run(const std::string& folder, const Way& way, const std::string& conninfo, size_t queries) {
  Sample sample(folder);
  sample.queries.resize(std::min(queries, sample.queries.size()));
  sample.warm_up.resize(std::min(queries, sample.warm_up.size()));
  Connection connection(conninfo);
  connection.Run("SET client_min_messages = warning");
  connection.Run("CREATE EXTENSION IF NOT EXISTS pg_trgm");
  connection.Run("DROP TABLE IF EXISTS names");
  connection.Run("CREATE TABLE names (id bigint, name text)");
  connection.Copy(sample.names);
  const Stopwatch watch;
  connection.Run(way.index);
  const double seconds = watch.microseconds() / 1e6;
  connection.Run("VACUUM ANALYZE names");
  const Answer size = connection.Run("SELECT pg_relation_size('by_trigrams')");
  connection.Run("SET pg_trgm.similarity_threshold = 0.5");
  connection.Prepare(way.query);
  if (!UsesIndex(connection)) {
    std::cerr << "pg_trgm_peer: the plan does without the index\n";
    return 1;
  }
  PgTrgmPeer peer(connection);
  const Built built{.seconds = seconds, .bytes = std::stoull(PQgetvalue(size.get(), 0, 0))};
  Measure(peer, built, sample.warm_up, sample.queries, std::cout);
  return 0;
}

}  // namespace
}  // namespace probity::bench

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string kind = argv[2];
  return probity::bench::Run(argv[1], kind == "gist" ? probity::bench::kGist : probity::bench::kGin,
                             argv[3], argc > 4 ? strtoull(argv[4], nullptr, 10) : SIZE_MAX);
}
