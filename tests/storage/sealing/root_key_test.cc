#include "storage/sealing/root_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sealing/system_rng.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::sealing {
namespace {

using test::FailsWith;
using test::IsOk;

class RootKeyTest : public testing::Test {
 protected:
  void Write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(path_, std::ios::binary) << text;
    chmod(path_.c_str(), mode);
  }

  SystemRng rng_;
  test::TempFolder folder_;
  const std::string path_ = folder_.File("root.key");
};

TEST_F(RootKeyTest, WhatWasMadeIsRead) {
  const absl::StatusOr<SecretKey> made = CreateRootKey(path_, rng_);
  ASSERT_THAT(made, IsOk());
  const absl::StatusOr<SecretKey> read = ReadRootKey(path_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(std::memcmp(made->data(), read->data(), SecretKey::kBytes), 0);
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(RootKeyTest, HalfAKeyThatAStopLeftIsNoKey) {
  std::ofstream(path_ + ".new") << "0123";
  const absl::StatusOr<SecretKey> made = CreateRootKey(path_, rng_);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(ReadRootKey(path_), IsOk());
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(RootKeyTest, AnExistingFileIsNeverTouched) {
  Write("not a key");
  EXPECT_THAT(CreateRootKey(path_, rng_), FailsWith(absl::StatusCode::kAlreadyExists));
  std::string text;
  std::getline(std::ifstream(path_), text);
  EXPECT_EQ(text, "not a key");
}

TEST_F(RootKeyTest, AFileThatOthersMayTouchIsRefused) {
  for (const mode_t mode : {0640, 0620, 0604, 0602, 0610, 0601, 0644}) {
    Write(std::string(64, 'a'), mode);
    EXPECT_THAT(ReadRootKey(path_), FailsWith(absl::StatusCode::kFailedPrecondition)) << mode;
  }
  Write(std::string(64, 'a'), 0400);
  EXPECT_THAT(ReadRootKey(path_), IsOk());
}

TEST_F(RootKeyTest, AnythingButAKeyIsRefused) {
  const std::string good(64, 'b');
  for (const std::string& text :
       {std::string(), good.substr(1), good + "b", good + " ", good + "\n\n", good + "\r\n",
        "g" + good.substr(1), " " + good.substr(1), std::string(10000, 'b')}) {
    Write(text);
    EXPECT_THAT(ReadRootKey(path_), FailsWith(absl::StatusCode::kFailedPrecondition));
  }
  for (const std::string& text : {good, good + "\n", std::string(64, 'F')}) {
    Write(text);
    EXPECT_THAT(ReadRootKey(path_), IsOk());
  }
}

TEST_F(RootKeyTest, NoFileAndNoOrdinaryFileAreRefused) {
  EXPECT_THAT(ReadRootKey(path_), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadRootKey(folder_.path()), FailsWith(absl::StatusCode::kFailedPrecondition));
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(ReadRootKey(path_), FailsWith(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(CreateRootKey(folder_.File("no/folder"), rng_),
              FailsWith(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace probity::sealing
