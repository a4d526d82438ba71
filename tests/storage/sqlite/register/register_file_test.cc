#include <fstream>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/assembly/register_part.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using absl::StatusCode;
using assembly::About;
using assembly::PartsOf;
using assembly::RegisterPart;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(RegisterFiles, WhoeverKnowsFirstSaysWhichFile) {
  const absl::Status error = Unavailable("the disk failed");
  EXPECT_THAT(PartsOf(error), IsEmpty());
  const absl::Status about_keys = About({RegisterPart::kKeys}, error);
  EXPECT_EQ(about_keys.message(), error.message());
  EXPECT_THAT(PartsOf(About({RegisterPart::kData}, about_keys)), ElementsAre(RegisterPart::kKeys));
  EXPECT_THAT(About({RegisterPart::kData}, absl::OkStatus()), IsOk());
  EXPECT_THAT(About({RegisterPart::kData}, absl::StatusOr<int>(3)), IsOk());
}

TEST(RegisterFiles, ARestoreThatFailsSaysWhetherTheBackupIsWrong) {
  TestRegister origin;
  TempFolder folder;
  sealing::SystemRng rng;
  const std::string backup = folder.File("backup");
  ASSERT_THAT(origin.store().Backup(backup), IsOk());
  sqlite::RegisterOptions options = origin.options();
  EXPECT_THAT(PartsOf(sqlite::RestoreRegister(backup, options, rng)),
              ElementsAre(RegisterPart::kData));
  options.data_path = folder.File("data.db");
  options.keys_path = folder.File("keys.db");
  std::ofstream(backup + "/keys.db", std::ios::app) << "more";
  const absl::Status altered = sqlite::RestoreRegister(backup, options, rng);
  EXPECT_THAT(altered, FailsWith(StatusCode::kDataLoss));
  EXPECT_THAT(PartsOf(altered), ElementsAre(RegisterPart::kBackup));
  const absl::Status none = sqlite::RestoreRegister(folder.path(), options, rng);
  EXPECT_THAT(none, FailsWith(StatusCode::kNotFound));
  EXPECT_THAT(PartsOf(none), ElementsAre(RegisterPart::kBackup));
}

TEST(RegisterFiles, DataAndKeysAreNeverTakenForEachOther) {
  TempFolder folder;
  sealing::SystemRng rng;
  sqlite::RegisterOptions options;
  options.data_path = folder.File("data.db");
  options.keys_path = folder.File("keys.db");
  options.root_key_path = folder.File("root.key");
  ASSERT_THAT(sqlite::SqliteRegister::Create(options, /*development=*/true, rng), IsOk());
  ASSERT_THAT(sqlite::SqliteRegister::Open(options, rng), IsOk());
  std::swap(options.data_path, options.keys_path);
  const absl::Status swapped = sqlite::SqliteRegister::Open(options, rng).status();
  EXPECT_THAT(swapped, FailsWith(StatusCode::kFailedPrecondition));
  EXPECT_EQ(swapped.message(), "the file is a database for something else");
  EXPECT_THAT(PartsOf(swapped), ElementsAre(RegisterPart::kKeys));
  std::swap(options.data_path, options.keys_path);
  EXPECT_THAT(sqlite::SqliteRegister::Open(options, rng), IsOk()) << "neither was changed";
}

}  // namespace
}  // namespace probity::test
