// What is renamed was synced before: seen by standing in for fsync.
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace {

std::mutex synced_mutex;
std::vector<std::string> synced;

}  // namespace

// Called by all of this program instead of the C library's own.
extern "C" int fsync(int fd) {
  char name[4096] = {};
  if (readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), name, sizeof(name) - 1) > 0) {
    const std::lock_guard lock(synced_mutex);
    synced.emplace_back(name);
  }
  return static_cast<int>(syscall(SYS_fsync, fd));
}

namespace probity::test {
namespace {

using testing::Contains;

TEST(Syncs, EveryFileOfABackupAndItsFolderBeforeItHasItsName) {
  TestRegister reg;
  const TempFolder folder;
  const std::string backup = folder.File("backup");
  synced.clear();
  ASSERT_THAT(reg.store().Backup(backup), IsOk());
  for (const char* file : {"/data.db.partial", "/keys.db.partial", "/manifest"}) {
    EXPECT_THAT(synced, Contains(backup + ".partial" + file));
  }
  ASSERT_GE(synced.size(), 2u);
  EXPECT_EQ(synced[synced.size() - 2], backup + ".partial") << "the names in it";
  EXPECT_EQ(synced.back(), folder.path()) << "its own name";
}

}  // namespace
}  // namespace probity::test
