// Each error of the engine has a reason: at the edge an error without one becomes INTERNAL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proto/support/rpc_status.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"
#include "tests/support/status_matchers.h"

namespace probity::sqlite {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;

absl::Status AtTheEdge(const absl::Status& status) { return FromRpcStatus(ToRpcStatus(status)); }

TEST(Errors, OfEveryResultCodeHaveAReasonAndReachTheCaller) {
  for (int code = 1; code < SQLITE_ROW; ++code) {
    for (int extension = 0; extension <= 12; ++extension) {
      Fault fault;
      const absl::Status status = Check(code | (extension << 8), fault);
      ASSERT_FALSE(status.ok()) << code;
      EXPECT_NE(ReasonOf(status), v1::ERROR_REASON_UNSPECIFIED) << code << " " << status;
      EXPECT_EQ(AtTheEdge(status), status) << code;
    }
  }
}

TEST(Errors, OfAStoppedEngineAreStoreStopped) {
  TempFolder folder;
  Fault fault;
  SqliteOptions options = EntryOptions(folder.File("data.db"));
  options.fault = &fault;
  const auto engine = *SqliteEngine::Open(options);
  fault.Stop();
  const auto stopped = Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED);
  EXPECT_THAT(Integers(*engine, kEntries), stopped);
  EXPECT_THAT(engine->RunBatch({EntryJob(1)}).front(), stopped);
  EXPECT_THAT(engine->Backup(folder.File("copy.db")), stopped);
}

TEST(Errors, OfTheDiskSayWhichSpaceIsMissing) {
  TempFolder folder;
  SqliteOptions options = EntryOptions(folder.File("data.db"));
  int64_t free_bytes = options.space.low_bytes;
  options.free_bytes = [&] { return free_bytes; };
  const auto engine = *SqliteEngine::Open(options);
  --free_bytes;
  EXPECT_THAT(engine->RunBatch({EntryJob(1)}).front(),
              Fails(StatusCode::kResourceExhausted, v1::ERROR_REASON_DISK_SPACE));
  free_bytes = options.space.full_bytes - 1;
  EXPECT_THAT(engine->RunBatch({EntryJob(1)}).front(),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_DISK_SPACE));
  EXPECT_THAT(Integers(*engine, kEntries),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_DISK_SPACE));
}

TEST(Errors, OfStatementsAndFilesHaveAReasonToo) {
  TempFolder folder;
  const auto engine = *SqliteEngine::Open(EntryOptions(folder.File("data.db")));
  ASSERT_THAT(engine->RunBatch({EntryJob(1)}).front(), IsOk());
  EXPECT_THAT(engine->RunBatch({EntryJob(1)}).front(),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
  EXPECT_THAT(engine->RunBatch({EntryJob(2, "")}).front(),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_INTERNAL));
  constexpr sql::StatementText kWrong = MakeStatement("wrong", "SELECT * FROM nowhere");
  EXPECT_THAT(Integers(*engine, kWrong), Fails(StatusCode::kInternal, v1::ERROR_REASON_INTERNAL));
  EXPECT_THAT(engine->Backup(folder.File("data.db")),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
  EXPECT_THAT(engine->Backup(folder.File("nowhere/copy.db")),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
}

}  // namespace
}  // namespace probity::sqlite
