// The two files of a register stop together; a read that is late stops nothing.
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "tests/storage/sqlite/register/writing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using absl::StatusCode;

constexpr int64_t kPageBytes = 4096;

absl::Status WritePerson(storage::Store& store, std::string* name = nullptr) {
  return store.WriteWindow(Writer(), [name](storage::WriteTx& tx) -> absl::Status {
    v1::Person person;
    person.add_names()->set_full("Leyla Okafor");
    person.set_creator("system");
    PROBITY_ASSIGN_OR_RETURN(person, tx.persons().Insert(person));
    if (name != nullptr) *name = person.name();
    return absl::OkStatus();
  });
}

TEST(Faults, ADamagedKeyFileStopsTheRegister) {
  TestRegister reg;
  std::string person;
  ASSERT_THAT(WritePerson(reg.store(), &person), IsOk());
  reg.Close();
  {
    // The last pages hold the data keys, the first the register's own, which are read at the start.
    std::fstream file(reg.options().keys_path, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = std::filesystem::file_size(reg.options().keys_path);
    const int64_t first_damaged = 6 * kPageBytes;
    ASSERT_GT(size, first_damaged + 4 * kPageBytes);
    file.seekp(first_damaged);
    file << std::string(size - first_damaged, '\x55');
  }
  reg.Open();
  EXPECT_FALSE(reg.store().stopped());
  EXPECT_THAT(reg.store().Read(
                  storage::Viewer::System(), {},
                  [&](const storage::ReadTx& tx) { return tx.persons().Get(person).status(); }),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
  EXPECT_TRUE(reg.store().stopped());
  // Nothing is acknowledged any more, sealed or not.
  EXPECT_THAT(WritePerson(reg.store()),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
}

TEST(Faults, AReadPastItsViewersDeadlineIsNone) {
  TestRegister reg;
  storage::Viewer viewer = storage::Viewer::System();
  viewer.deadline = absl::Now() - absl::Seconds(1);
  EXPECT_THAT(reg.store().Read(viewer, {},
                               [](const storage::ReadTx& tx) {
                                 return tx.missions().Get("missions/UNMIL").status();
                               }),
              Fails(StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_FALSE(reg.store().stopped());
}

}  // namespace
}  // namespace probity::test
