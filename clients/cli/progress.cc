#include "clients/cli/progress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace probity::cli {
namespace {

constexpr absl::string_view kClearLine = "\r\x1b[K";
constexpr absl::Duration kBetweenLines = absl::Milliseconds(100);

std::string Clock(absl::Duration duration) {
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
  if (seconds < 3600) return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
  return absl::StrFormat("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string WithThousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string ProgressLine(absl::string_view what, int64_t done, int64_t total,
                         absl::Duration elapsed) {
  std::string line = absl::StrCat(what, "  ", WithThousands(done));
  if (total > 0) {
    absl::StrAppend(&line, " of ", WithThousands(total), "  ", std::min(done, total) * 100 / total,
                    "%");
  }
  const double rate = static_cast<double>(done) / std::max(absl::ToDoubleSeconds(elapsed), 1e-3);
  if (done == 0 || elapsed <= absl::ZeroDuration()) return line;
  absl::StrAppend(
      &line, "  ",
      rate < 10 ? absl::StrFormat("%.1f", rate) : WithThousands(static_cast<int64_t>(rate)), "/s");
  if (total > done) {
    absl::StrAppend(&line, "  ", Clock(absl::Seconds(static_cast<double>(total - done) / rate)),
                    " left");
  }
  return line;
}

Progress::Progress(std::ostream& out, bool terminal, std::string what, int64_t total,
                   std::function<absl::Time()> now)
    : out_(out),
      terminal_(terminal),
      what_(std::move(what)),
      total_(total),
      now_(std::move(now)),
      start_(now_()) {}

Progress::~Progress() {
  if (terminal_) out_ << kClearLine << std::flush;
}

void Progress::Update(int64_t done) {
  if (!terminal_) return;
  const absl::Time now = now_();
  if (now - shown_ < kBetweenLines) return;
  shown_ = now;
  out_ << kClearLine << ProgressLine(what_, done, total_, now - start_) << std::flush;
}

}  // namespace probity::cli
