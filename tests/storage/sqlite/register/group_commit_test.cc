// What many callers at once cost the disk, in both files of a register.
#include "storage/sql/group_commit.h"

#include <algorithm>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "tests/storage/fault/fault_vfs.h"
#include "tests/storage/sqlite/on_disk.h"
#include "tests/storage/sqlite/register/writing.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

constexpr int kCallers = 64;
constexpr int kWrites = 200;

absl::Status WriteNumbered(storage::Store& store, int number) {
  storage::Caller caller = Writer();
  caller.request_id = absl::StrCat("request-", number);
  v1::CreatePersonRequest request;
  request.set_request_id(caller.request_id);
  return store
      .Write(caller, request,
             [number](storage::WriteTx& tx) {
               v1::Person person;
               person.set_creator("system");
               person.add_names()->set_full(absl::StrCat("Person ", number));
               return tx.persons().Insert(person);
             })
      .status();
}

// Writes that wait together behind one that is held until all of them do, and writes nothing.
// Their answers.
std::vector<absl::Status> Together(sqlite::SqliteRegister& reg, int first, int count) {
  std::promise<void> held;
  std::promise<void> release;
  std::thread holder([&] {
    EXPECT_THAT(reg.store().WriteWindow(Writer(),
                                        [&](storage::WriteTx& /*tx*/) {
                                          held.set_value();
                                          release.get_future().wait();
                                          return absl::OkStatus();
                                        }),
                IsOk());
  });
  held.get_future().wait();
  std::vector<std::future<absl::Status>> writes;
  for (int i = first; i < first + count; ++i) {
    writes.push_back(std::async(std::launch::async, WriteNumbered, std::ref(reg.store()), i));
  }
  const auto& writer = dynamic_cast<sql::GroupCommit&>(reg.writer());
  while (writer.waiting() < static_cast<size_t>(count)) std::this_thread::yield();
  release.set_value();
  holder.join();
  std::vector<absl::Status> answers;
  for (auto& write : writes) answers.push_back(write.get());
  return answers;
}

// Keys that are made, and checkpoints, are counted with the rest.
TEST(RegisterGroupCommit, AHundredWritesOfManyCallersCostAtMostTenSyncs) {
  TestRegister made;
  made.Close();
  fault::FaultVfs vfs("register-group-commit", 1);
  auto reg = sqlite::SqliteRegister::Open(sqlite::OnDisk(made.options(), vfs), made.rng());
  ASSERT_THAT(reg, IsOk());
  const int64_t leaves = (*reg)->store().Status()->ledger_leaves;
  const int64_t before = vfs.disk().syncs();
  int acknowledged = 0;
  for (int first = 0; first < kWrites; first += kCallers) {
    for (const absl::Status& answer : Together(**reg, first, std::min(kCallers, kWrites - first))) {
      EXPECT_THAT(answer, IsOk());
      acknowledged += answer.ok() ? 1 : 0;
    }
  }
  const int64_t syncs = vfs.disk().syncs() - before;
  EXPECT_GT(syncs, 0);
  EXPECT_LE(syncs * 100, 10 * acknowledged) << syncs << " syncs";
  EXPECT_EQ((*reg)->store().Status()->ledger_leaves - leaves, kWrites);
}

}  // namespace
}  // namespace probity::test
