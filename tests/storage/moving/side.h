// Both ends of a move, on either engine.
#ifndef PROBITY_TESTS_STORAGE_MOVING_SIDE_H_
#define PROBITY_TESTS_STORAGE_MOVING_SIDE_H_

#include <memory>
#include <string>

#include "storage/assembly/destination.h"
#include "storage/assembly/register.h"
#include "storage/postgres/register/pg_register.h"
#include "storage/sqlite/register/sqlite_register.h"
#include "tests/support/postgres/register.h"
#include "tests/support/test_register.h"

namespace probity::moving {

// A side of a move. Its place is empty, or holds a register.
class Side {
 public:
  virtual ~Side() = default;
  virtual const std::string& root_key() const = 0;
  virtual assembly::Register& reg() = 0;  // Of one that holds a register.
  virtual absl::StatusOr<assembly::Destination> Prepare() = 0;
  virtual absl::StatusOr<std::unique_ptr<assembly::Register>> Open() = 0;
  virtual void Close() = 0;
};

class OnSqlite final : public Side {
 public:
  explicit OnSqlite(const std::string& root_key) {
    options_.data_path = folder_.File("data.db");
    options_.keys_path = folder_.File("keys.db");
    options_.root_key_path = root_key;
    options_.build = "test";
  }
  OnSqlite() : made_(std::make_unique<test::TestRegister>()), options_(made_->options()) {}
  const std::string& root_key() const override { return options_.root_key_path; }
  assembly::Register& reg() override { return made_->reg(); }
  absl::StatusOr<assembly::Destination> Prepare() override {
    return sqlite::SqliteRegister::Prepare(options_, rng_);
  }
  absl::StatusOr<std::unique_ptr<assembly::Register>> Open() override {
    return sqlite::SqliteRegister::Open(options_, rng_);
  }
  void Close() override { made_->Close(); }

 private:
  test::TempFolder folder_;
  sealing::SystemRng rng_;
  std::unique_ptr<test::TestRegister> made_;
  sqlite::RegisterOptions options_;
};

class OnPostgres final : public Side {
 public:
  explicit OnPostgres(const std::string& root_key)
      : data_(std::make_unique<test::PostgresDatabase>()),
        keys_(std::make_unique<test::PostgresDatabase>()) {
    options_.data = data_->conninfo();
    options_.keys = keys_->conninfo();
    options_.root_key_path = root_key;
    options_.build = "test";
    options_.accepts_unsafe_server = true;
  }
  OnPostgres()
      : made_(std::make_unique<test::PostgresTestRegister>()), options_(made_->options()) {}
  const std::string& root_key() const override { return options_.root_key_path; }
  assembly::Register& reg() override { return made_->reg(); }
  absl::StatusOr<assembly::Destination> Prepare() override {
    return postgres::PgRegister::Prepare(options_, rng_);
  }
  absl::StatusOr<std::unique_ptr<assembly::Register>> Open() override {
    return postgres::PgRegister::Open(options_, rng_);
  }
  // As another server has it open.
  absl::StatusOr<std::unique_ptr<assembly::Register>> OpenBeside() {
    postgres::RegisterOptions options = options_;
    ++options.instance;
    return postgres::PgRegister::Open(options, rng_);
  }
  void Close() override { made_->Close(); }
  // For another's transaction, in a place that began empty.
  bool SomebodyWaits() const {
    return !data_
                ->Sql(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                    "datname = current_database()")
                .empty();
  }

 private:
  std::unique_ptr<test::PostgresDatabase> data_;
  std::unique_ptr<test::PostgresDatabase> keys_;
  sealing::SystemRng rng_;
  std::unique_ptr<test::PostgresTestRegister> made_;
  postgres::RegisterOptions options_;
};

}  // namespace probity::moving

#endif  // PROBITY_TESTS_STORAGE_MOVING_SIDE_H_
