// A whole register on PostgreSQL, in two databases of its own:
//   PostgresTestRegister reg;
//   reg.store().Read(...);
#ifndef PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_
#define PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "storage/postgres/register/pg_register.h"
#include "storage/sealing/system_rng.h"
#include "tests/support/postgres/cluster.h"
#include "tests/support/temp_folder.h"

namespace probity::test {

class PostgresTestRegister {
 public:
  explicit PostgresTestRegister(PostgresCluster& cluster = PostgresCluster::Shared(),
                                postgres::Count count = postgres::Count::kStatements)
      : data_(cluster), keys_(cluster) {
    options_.data = data_.conninfo();
    options_.keys = keys_.conninfo();
    options_.root_key_path = folder_.File("root.key");
    options_.build = "test";
    options_.accepts_unsafe_server = true;
    options_.count = count;
    Check(postgres::PgRegister::Create(options_, /*development=*/true, rng_));
    Open();
  }

  storage::Store& store() { return open_->store(); }
  postgres::PgRegister& reg() { return *open_; }
  const postgres::RegisterOptions& options() const { return options_; }
  storage::Rng& rng() { return rng_; }
  PostgresDatabase& data() { return data_; }
  PostgresDatabase& keys() { return keys_; }

  void Close() { open_.reset(); }
  void Open() {
    auto opened = postgres::PgRegister::Open(options_, rng_);
    Check(opened.status());
    open_ = *std::move(opened);
  }

 private:
  static void Check(const absl::Status& status) {
    if (status.ok()) return;
    fprintf(stderr, "test register: %s\n", status.ToString().c_str());
    abort();
  }

  TempFolder folder_;
  PostgresDatabase data_;
  PostgresDatabase keys_;
  sealing::SystemRng rng_;
  postgres::RegisterOptions options_;
  std::unique_ptr<postgres::PgRegister> open_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_POSTGRES_REGISTER_H_
