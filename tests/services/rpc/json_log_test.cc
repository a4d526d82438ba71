#include "services/rpc/json_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace probity::rpc {
namespace {

CallLine Line() {
  return {.arrived = test::TestNow(),
          .took = absl::Microseconds(3),
          .method = "probity.v1.CaseService/GetCase",
          .principal = "amina",
          .reason = ""};
}

TEST(JsonLog, APipeThatNobodyReadsHoldsUpNobodyAndWhatIsLostIsTold) {
  constexpr int kLines = 20'000;  // Some 4 MB; a pipe takes 64 KB, the queue 8,192 lines.
  const test::TempFolder folder;
  const std::string pipe = folder.File("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const int end = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(end, 0);
  auto log = JsonLog::Open(pipe, LogLevel::kCalls);
  ASSERT_TRUE(log.ok());
  // Were a line waited for, this would never end.
  for (int i = 0; i < kLines; ++i) (*log)->Write(Line());

  std::string read;
  std::thread reader([&] {
    fcntl(end, F_SETFL, 0);
    char part[4096];
    for (ssize_t size = 0; (size = ::read(end, part, sizeof(part))) > 0;) {
      read.append(part, static_cast<size_t>(size));
    }
  });
  log->reset();
  reader.join();
  close(end);
  EXPECT_LT(std::count(read.begin(), read.end(), '\n'), kLines);
  EXPECT_THAT(read, testing::HasSubstr("\"lost_lines\":"));
}

}  // namespace
}  // namespace probity::rpc
