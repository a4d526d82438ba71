// Progress of long work: how much, how fast, how long still. Shown on a terminal only.
#ifndef PROBITY_CLIENTS_CLI_PROGRESS_H_
#define PROBITY_CLIENTS_CLI_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace probity::cli {

// "rows  412 of 850  48%  1,204/s  0:01 left"; without rate and time left before there is one, and
// without percentage if `total` is 0.
std::string ProgressLine(absl::string_view what, int64_t done, int64_t total,
                         absl::Duration elapsed);

// "1,234,567".
std::string WithThousands(int64_t number);

// One line that is written over, at most ten times a second. Clears it when destroyed.
class Progress {
 public:
  // Writes nothing unless `terminal`.
  Progress(std::ostream& out, bool terminal, std::string what, int64_t total,
           std::function<absl::Time()> now);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Update(int64_t done);

 private:
  std::ostream& out_;
  const bool terminal_;
  const std::string what_;
  const int64_t total_;
  const std::function<absl::Time()> now_;
  const absl::Time start_;
  absl::Time shown_ = absl::InfinitePast();
};

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_PROGRESS_H_
