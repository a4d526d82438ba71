#include "clients/cli/progress.h"

#include <sstream>

#include "gtest/gtest.h"

namespace probity::cli {
namespace {

TEST(ProgressLine, ShowsShareRateAndTimeLeft) {
  EXPECT_EQ(ProgressLine("rows", 425, 850, absl::Seconds(2)),
            "rows  425 of 850  50%  212/s  0:02 left");
  EXPECT_EQ(ProgressLine("rows", 10, 100'000, absl::Seconds(4)),
            "rows  10 of 100,000  0%  2.5/s  11:06:36 left");
  EXPECT_EQ(ProgressLine("rows", 850, 850, absl::Seconds(1)), "rows  850 of 850  100%  850/s");
}

TEST(ProgressLine, SaysNoMoreThanItKnows) {
  EXPECT_EQ(ProgressLine("rows", 0, 850, absl::Seconds(1)), "rows  0 of 850  0%");
  EXPECT_EQ(ProgressLine("rows", 5, 850, absl::ZeroDuration()), "rows  5 of 850  0%");
  EXPECT_EQ(ProgressLine("lines", 1'234, 0, absl::Seconds(1)), "lines  1,234  1,234/s");
}

TEST(WithThousands, PartsByThree) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1'000), "1,000");
  EXPECT_EQ(WithThousands(-123'456), "-123,456");
}

TEST(Progress, WritesNothingWhereNobodyWatches) {
  std::ostringstream out;
  {
    Progress progress(out, false, "rows", 2, [] { return absl::UnixEpoch(); });
    progress.Update(1);
  }
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, WritesOverItsLineTenTimesASecondAndClearsIt) {
  std::ostringstream out;
  absl::Time now = absl::UnixEpoch();
  {
    Progress progress(out, true, "rows", 4, [&now] { return now; });
    now += absl::Seconds(1);
    progress.Update(1);
    now += absl::Milliseconds(50);
    progress.Update(2);
    now += absl::Milliseconds(950);
    progress.Update(4);
  }
  EXPECT_EQ(out.str(),
            "\r\x1b[Krows  1 of 4  25%  1.0/s  0:03 left"
            "\r\x1b[Krows  4 of 4  100%  2.0/s"
            "\r\x1b[K");
}

}  // namespace
}  // namespace probity::cli
