// After a fault nothing is acknowledged, and what was acknowledged is there at the next start.
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

TEST_P(StoreContract, Promise1AStoppedStoreAnswersNothing) {
  const v1::Case recorded = RecordCase("UNMIL");
  EXPECT_FALSE(store().stopped());
  opened_->Break();
  EXPECT_TRUE(store().stopped());
  const auto stopped = Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED);
  EXPECT_THAT(GetCase(SeesAll(), recorded.name()), stopped);
  EXPECT_THAT(store().Write(Writer(), v1::CreatePersonRequest(),
                            [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); }),
              stopped);
  v1::CreatePersonRequest trial;
  trial.set_validate_only(true);
  EXPECT_THAT(store().Write(Writer(), trial,
                            [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); }),
              stopped);
  EXPECT_THAT(store().WriteWindow(Writer(), [](storage::WriteTx&) { return absl::OkStatus(); }),
              stopped);
  EXPECT_THAT(store().LogAccess({.caller = Writer(), .reason = "", .resource = "", .digest = ""}),
              stopped);
  Restart();
  EXPECT_FALSE(store().stopped());
  const absl::StatusOr<v1::Case> found = GetCase(SeesAll(), recorded.name());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->SerializeAsString(), recorded.SerializeAsString());
  RecordCase("UNMIL");
}

}  // namespace
}  // namespace probity::test
