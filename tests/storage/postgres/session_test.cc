// What this engine refuses beyond what every engine does (tests/storage/engine).
#include "storage/postgres/pg_session.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using absl::StatusCode;

class PostgresSession : public PostgresTest {
 protected:
  absl::Status Add(std::vector<sql::Param> params) {
    return engine_->RunBatch({JobOf(
        [&](sql::Session& session) { return session.Execute(kAddEntry, params).status(); })})[0];
  }

  const std::unique_ptr<PgEngine> engine_ = Open();
};

TEST_F(PostgresSession, AValueOfAnotherTypeIsInternalAndStopsNothing) {
  const auto internal = FailsWith(StatusCode::kInternal);
  EXPECT_THAT(Add({{"id", absl::string_view("1")}, {"body", "body"}}), internal);
  EXPECT_THAT(Add({{"id", 1}, {"body", 5}}), internal);
  EXPECT_THAT(Add({{"id", 1}, {"body", "body"}}), IsOk());
}

TEST_F(PostgresSession, ATextWithTheCharacterZeroIsRefused) {
  EXPECT_THAT(Add({{"id", 1}, {"body", absl::string_view("a\0b", 3)}}),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_TEXT));
}

}  // namespace
}  // namespace probity::postgres
