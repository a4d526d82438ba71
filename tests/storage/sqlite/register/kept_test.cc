// A register of each schema version that was ever released is kept in kept/, and opens for ever.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "storage/sealing/system_rng.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/register/sqlite_register.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKept = "tests/storage/sqlite/register/kept";
constexpr const char* kNarrative = "Made to be kept: no such event is known.";

sqlite::RegisterOptions In(const fs::path& folder) {
  sqlite::RegisterOptions options;
  options.data_path = folder / "data.db";
  options.keys_path = folder / "keys.db";
  options.root_key_path = folder / "root.key";
  options.build = "kept";
  return options;
}

std::string FolderOf(size_t version) { return absl::StrCat(absl::Dec(version, absl::kZeroPad4)); }

TEST(KeptRegisters, ThereIsOneForEverySchemaVersion) {
  for (size_t version = 1; version <= std::size(sqlite::kMigrations); ++version) {
    EXPECT_TRUE(fs::exists(fs::path(kKept) / FolderOf(version) / "data.db")) << version;
  }
}

TEST(KeptRegisters, EachOpensAndShowsItsCase) {
  sealing::SystemRng rng;
  for (const auto& entry : fs::directory_iterator(kKept)) {
    if (!entry.is_directory()) continue;
    const TempFolder folder;
    fs::copy(entry.path(), folder.path(), fs::copy_options::recursive);
    fs::permissions(folder.File("root.key"), fs::perms::owner_read | fs::perms::owner_write);
    const auto opened = sqlite::SqliteRegister::Open(In(folder.path()), rng);
    ASSERT_THAT(opened, IsOk()) << entry.path();
    EXPECT_THAT((*opened)->store().Read(storage::Viewer::System(), {},
                                        [](const storage::ReadTx& tx) -> absl::Status {
                                          PROBITY_ASSIGN_OR_RETURN(const auto page,
                                                                   tx.cases().List({}, {}, 10));
                                          EXPECT_EQ(page.items.size(), 1u);
                                          EXPECT_EQ(page.items[0].narrative(), kNarrative);
                                          EXPECT_EQ(page.items[0].allegations_size(), 1);
                                          return absl::OkStatus();
                                        }),
                IsOk());
  }
}

// Not a test: makes the register of the newest version when a migration is added.
//   PROBITY_KEEP=tests/storage/sqlite/register/kept/0002 build/bin/sqlite_register_test
//       --gtest_also_run_disabled_tests --gtest_filter='*MakeOne'
TEST(KeptRegisters, DISABLED_MakeOne) {
  const char* folder = std::getenv("PROBITY_KEEP");
  ASSERT_NE(folder, nullptr);
  fs::create_directories(folder);
  sealing::SystemRng rng;
  ASSERT_THAT(sqlite::SqliteRegister::Create(In(folder), /*development=*/true, rng), IsOk());
  const auto opened = sqlite::SqliteRegister::Open(In(folder), rng);
  ASSERT_THAT(opened, IsOk());
  const storage::Caller caller{.viewer = storage::Viewer::System(),
                               .method = "kept/Make",
                               .request_id = "",
                               .now = absl::Now()};
  ASSERT_THAT((*opened)->store().WriteWindow(
                  caller,
                  [](storage::WriteTx& tx) -> absl::Status {
                    v1::Case made;
                    made.set_mission("missions/UNMIL");
                    made.set_narrative(kNarrative);
                    made.set_fictitious(true);
                    PROBITY_ASSIGN_OR_RETURN(*made.mutable_reference(),
                                             tx.NextReference(made.mission(), 2013));
                    PROBITY_ASSIGN_OR_RETURN(made, tx.cases().Insert(made));
                    v1::Allegation allegation;
                    allegation.set_case_name(made.name());
                    allegation.set_misconduct_type("RAPE");
                    return tx.allegations().Insert(allegation).status();
                  }),
              IsOk());
}

}  // namespace
}  // namespace probity::test
