// Callers that do the same thing as often as they can.
#ifndef PROBITY_TESTS_BENCH_LOAD_H_
#define PROBITY_TESTS_BENCH_LOAD_H_

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace probity::bench {

struct Rate {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  double cpu_us = 0;  // Processor time a call, callers and server together.
};

inline double ProcessorSeconds() {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Of times in microseconds, in any order.
inline double Quantile(std::vector<double>& times, double share) {
  if (times.empty()) return 0;
  const auto place =
      std::min(times.size() - 1, static_cast<size_t>(share * static_cast<double>(times.size())));
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(place), times.end());
  return times[place];
}

// `call(caller, n)` is done by `callers` threads for about `seconds`; false ends the process's run.
inline Rate Measure(int callers, double seconds, const std::function<bool(int, int)>& call) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::vector<double>> times(callers);
  std::atomic<bool> failed = false;
  const double used_before = ProcessorSeconds();
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration<double>(seconds);
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller) {
    threads.emplace_back([&, caller] {
      for (int n = 0; Clock::now() < end && !failed; ++n) {
        const auto before = Clock::now();
        if (!call(caller, n)) failed = true;
        times[caller].push_back(
            std::chrono::duration<double, std::micro>(Clock::now() - before).count());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  const double used = ProcessorSeconds() - used_before;
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  if (failed || all.empty()) return {};
  return {.per_second = static_cast<double>(all.size()) / took,
          .p50_us = Quantile(all, 0.5),
          .p99_us = Quantile(all, 0.99),
          .cpu_us = 1e6 * used / static_cast<double>(all.size())};
}

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_LOAD_H_
