// A whole register on PostgreSQL, in two databases of its own:
//   PostgresTestRegister reg;
//   reg.store().Read(...);
#ifndef PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_
#define PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "storage/postgres/register/pg_register.h"
#include "storage/sealing/system_rng.h"
#include "tests/support/postgres/cluster.h"
#include "tests/support/temp_folder.h"

namespace probity::test {

// A register that was made once on a server, for the others to be copies of: making one takes
// longer than a test.
class MadeOnce {
 public:
  explicit MadeOnce(PostgresCluster& cluster) {
    const PostgresLock lock(cluster);
    if (cluster.Sql("postgres", "SELECT to_regclass('made_once')")[0].empty()) Make(cluster);
    root_key_ = cluster.Sql("postgres", "SELECT root_key FROM made_once")[0];
  }
  static constexpr char kData[] = "made_data";
  static constexpr char kKeys[] = "made_keys";
  const std::string& root_key() const { return root_key_; }

 private:
  static void Make(PostgresCluster& cluster) {
    for (const std::string name : {kData, kKeys}) {
      cluster.Sql("postgres", {"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name});
    }
    const TempFolder folder;
    sealing::SystemRng rng;
    postgres::RegisterOptions options;
    options.data = cluster.conninfo(kData);
    options.keys = cluster.conninfo(kKeys);
    options.root_key_path = folder.File("root.key");
    options.accepts_unsafe_server = true;
    const absl::Status made = postgres::PgRegister::Create(options, /*development=*/true, rng);
    if (!made.ok()) {
      fprintf(stderr, "test register: %s\n", made.ToString().c_str());
      abort();
    }
    std::ifstream key(options.root_key_path);
    const std::string text{std::istreambuf_iterator<char>(key), std::istreambuf_iterator<char>()};
    cluster.Sql("postgres", {"CREATE TABLE made_once (root_key text)",
                             "INSERT INTO made_once VALUES ('" + text + "')"});
  }

  std::string root_key_;
};

class PostgresTestRegister {
 public:
  explicit PostgresTestRegister(PostgresCluster& cluster = PostgresCluster::Shared(),
                                postgres::Count count = postgres::Count::kStatements)
      : made_(cluster), data_(cluster, MadeOnce::kData), keys_(cluster, MadeOnce::kKeys) {
    options_.data = data_.conninfo();
    options_.keys = keys_.conninfo();
    options_.root_key_path = folder_.File("root.key");
    options_.build = "test";
    options_.accepts_unsafe_server = true;
    options_.count = count;
    std::ofstream(options_.root_key_path) << made_.root_key();
    std::filesystem::permissions(options_.root_key_path, std::filesystem::perms::owner_read |
                                                             std::filesystem::perms::owner_write);
    Open();
  }

  storage::Store& store() { return open_->store(); }
  postgres::PgRegister& reg() { return *open_; }
  const postgres::RegisterOptions& options() const { return options_; }
  storage::Rng& rng() { return rng_; }
  PostgresDatabase& data() { return data_; }
  PostgresDatabase& keys() { return keys_; }

  // From the next Open on.
  void CountRows() { options_.count = postgres::Count::kRowsToo; }
  void Close() { open_.reset(); }
  void Open() {
    auto opened = postgres::PgRegister::Open(options_, rng_);
    if (!opened.ok()) {
      fprintf(stderr, "test register: %s\n", opened.status().ToString().c_str());
      abort();
    }
    open_ = *std::move(opened);
  }

 private:
  const MadeOnce made_;
  TempFolder folder_;
  PostgresDatabase data_;
  PostgresDatabase keys_;
  sealing::SystemRng rng_;
  postgres::RegisterOptions options_;
  std::unique_ptr<postgres::PgRegister> open_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_
