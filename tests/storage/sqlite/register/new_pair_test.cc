// A making or a restore that is stopped on the way leaves no register, and can begin anew.
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

namespace fs = std::filesystem;
using absl::StatusCode;

class NewPairs : public testing::Test {
 protected:
  NewPairs() {
    options_.data_path = folder_.File("data.db");
    options_.keys_path = folder_.File("keys.db");
    options_.root_key_path = folder_.File("root.key");
  }
  absl::Status Create() { return sqlite::SqliteRegister::Create(options_, true, rng_); }
  // What there is after a stop before any file has its name.
  void LeaveHalfAPair() {
    for (const std::string& path : {options_.data_path, options_.keys_path}) {
      for (const char* suffix : {".new", ".new-wal", ".new-shm", ".new-lock", ".new.partial"}) {
        std::ofstream(path + suffix) << "half";
      }
    }
  }
  // What there is after a stop between the two names.
  void LeaveTheKeysAlone() {
    fs::create_hard_link(options_.keys_path, options_.keys_path + ".new");
    fs::rename(options_.data_path, options_.data_path + ".new");
  }
  void ExpectNoRegister() {
    EXPECT_THAT(sqlite::SqliteRegister::Open(options_, rng_), FailsWith(StatusCode::kNotFound));
  }
  void ExpectWholeRegister() {
    {
      const auto opened = sqlite::SqliteRegister::Open(options_, rng_);
      ASSERT_THAT(opened, IsOk());
      EXPECT_THAT((*opened)->store().Read(storage::Viewer::System(), {},
                                          [](const storage::ReadTx& tx) {
                                            return tx.missions().Get("missions/UNMIL").status();
                                          }),
                  IsOk());
    }
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      EXPECT_EQ(entry.path().string().find(".new"), std::string::npos) << entry.path();
    }
  }

  TempFolder folder_;
  sealing::SystemRng rng_;
  sqlite::RegisterOptions options_;
};

TEST_F(NewPairs, AMakingThatWasStoppedBeginsAnew) {
  LeaveHalfAPair();
  ExpectNoRegister();
  ASSERT_THAT(Create(), IsOk());
  ExpectWholeRegister();
  LeaveTheKeysAlone();
  ExpectNoRegister();
  ASSERT_THAT(Create(), IsOk());
  ExpectWholeRegister();
}

TEST_F(NewPairs, ARestoreThatWasStoppedBeginsAnew) {
  TestRegister origin;
  const std::string backup = folder_.File("backup");
  ASSERT_THAT(origin.store().Backup(backup), IsOk());
  options_.root_key_path = origin.options().root_key_path;
  LeaveHalfAPair();
  ExpectNoRegister();
  ASSERT_THAT(sqlite::RestoreRegister(backup, options_, rng_), IsOk());
  ExpectWholeRegister();
  LeaveTheKeysAlone();
  ExpectNoRegister();
  ASSERT_THAT(sqlite::RestoreRegister(backup, options_, rng_), IsOk());
  ExpectWholeRegister();
}

TEST_F(NewPairs, AKeyFileWhoseDataAreElsewhereIsNotTouched) {
  ASSERT_THAT(Create(), IsOk());
  fs::rename(options_.data_path, folder_.File("moved.db"));
  EXPECT_THAT(Create(), FailsWith(StatusCode::kAlreadyExists));
  fs::rename(folder_.File("moved.db"), options_.data_path);
  ExpectWholeRegister();
}

TEST_F(NewPairs, WhereARegisterIsOpenNoneIsMade) {
  TestRegister open;
  EXPECT_THAT(sqlite::SqliteRegister::Create(open.options(), true, rng_),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_REGISTER_IN_USE));
}

}  // namespace
}  // namespace probity::test
