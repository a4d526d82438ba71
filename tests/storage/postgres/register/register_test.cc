// Making and opening a register in two databases.
#include "tests/support/postgres/register.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/postgres/register/pg_register.h"
#include "tests/support/status_matchers.h"

namespace probity::test {
namespace {

using absl::StatusCode;
using postgres::PgRegister;

class PostgresRegister : public testing::Test {
 protected:
  PostgresTestRegister register_;
  postgres::RegisterOptions options_ = register_.options();
};

TEST_F(PostgresRegister, IsNotMadeTwice) {
  EXPECT_THAT(PgRegister::Create(options_, true, register_.rng()),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(PostgresRegister, ADatabaseWithoutARegisterIsNotFound) {
  const PostgresDatabase data;
  const PostgresDatabase keys;
  options_.data = data.conninfo();
  options_.keys = keys.conninfo();
  EXPECT_THAT(PgRegister::Open(options_, register_.rng()),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(PostgresRegister, DataAndKeysOfTwoRegistersAreNoPair) {
  const PostgresDatabase data;
  const PostgresDatabase keys;
  postgres::RegisterOptions other = options_;
  other.data = data.conninfo();
  other.keys = keys.conninfo();
  ASSERT_THAT(PgRegister::Create(other, true, register_.rng()), IsOk());
  options_.keys = other.keys;
  EXPECT_THAT(PgRegister::Open(options_, register_.rng()),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_DATA_DAMAGED));
}

TEST_F(PostgresRegister, TheKeysOfARegisterAreNeverTakenForANewOne) {
  const PostgresDatabase data;
  options_.data = data.conninfo();
  EXPECT_THAT(PgRegister::Create(options_, true, register_.rng()),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(PostgresRegister, DataAndKeysInOneDatabaseAreRefused) {
  const PostgresDatabase one;
  options_.data = one.conninfo();
  options_.keys = one.conninfo();
  EXPECT_THAT(PgRegister::Create(options_, true, register_.rng()),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_IN_USE));
}

// As a process leaves it that is stopped on the way: keys and reference data, and no row of its
// own.
TEST_F(PostgresRegister, OneThatWasNotMadeToItsEndDoesNotOpenAndIsNotTakenUpAgain) {
  register_.Close();
  register_.data().Sql("DELETE FROM register");
  EXPECT_THAT(PgRegister::Open(options_, register_.rng()),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(PgRegister::Create(options_, true, register_.rng()),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(PostgresRegister, TwoSchemasOfOneDatabaseDoAsWell) {
  PostgresDatabase one;
  one.Sql("CREATE SCHEMA data");
  one.Sql("CREATE SCHEMA keys");
  options_.data = one.conninfo() + " options='-c search_path=data'";
  options_.keys = one.conninfo() + " options='-c search_path=keys'";
  ASSERT_THAT(PgRegister::Create(options_, true, register_.rng()), IsOk());
  const auto opened = PgRegister::Open(options_, register_.rng());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ((*opened)->store().Status()->engine, "PostgreSQL");
}

TEST_F(PostgresRegister, ItIsCopiedByPostgresOwnTools) {
  EXPECT_THAT(register_.store().Backup("/tmp/none"), FailsWith(StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace probity::test
