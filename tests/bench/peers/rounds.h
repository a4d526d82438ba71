// How each engine of the comparison is measured: the same files in, the same file out, one query at
// a time by one thread. FuzzyNames.java does the same.
#ifndef PROBITY_TESTS_BENCH_PEERS_ROUNDS_H_
#define PROBITY_TESTS_BENCH_PEERS_ROUNDS_H_

#include <time.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace probity::bench {

inline constexpr size_t kResults = 10;

class Stopwatch {
 public:
  double microseconds() const {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin_)
        .count();
  }

 private:
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// An engine that holds the names.
class Peer {
 public:
  virtual ~Peer() = default;
  // At most kResults rows, best first.
  virtual std::vector<uint64_t> Find(const std::string& query) = 0;
  // What the processor has worked for this thread, and for whoever else answers it.
  virtual double ProcessorMicroseconds() const {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
  }
};

// What building the index took, and how large it is: in memory or on disk, whichever it is used
// from.
struct Built {
  double seconds = 0;
  uint64_t bytes = 0;
};

inline std::vector<std::string> Lines(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The warm-up first, which nobody sees. Then a line with the seconds and bytes of the index, and
// one for each query, its fields separated by tabs: microseconds by the clock, from the text to the
// rows, which is what a caller waits, with the way to a server and back where there is one;
// microseconds of the processor, which a busy machine hardly changes; rows, separated by spaces.
inline void Measure(Peer& peer, const Built& built, const std::vector<std::string>& warm_up,
                    const std::vector<std::string>& queries, std::ostream& out) {
  for (const std::string& query : warm_up) peer.Find(query);
  out << built.seconds << "\t" << built.bytes << "\n";
  for (const std::string& query : queries) {
    const double before = peer.ProcessorMicroseconds();
    const Stopwatch watch;
    const std::vector<uint64_t> rows = peer.Find(query);
    const double took = watch.microseconds();
    out << took << "\t" << peer.ProcessorMicroseconds() - before << "\t";
    for (size_t i = 0; i < rows.size(); ++i) out << (i == 0 ? "" : " ") << rows[i];
    out << "\n";
  }
}

// The folder that names.py has filled.
struct Sample {
  explicit Sample(const std::string& folder)
      : names(Lines(folder + "/names.txt")),
        warm_up(Lines(folder + "/warm_up.txt")),
        queries(Lines(folder + "/queries.txt")) {}

  std::vector<std::string> names;
  std::vector<std::string> warm_up;
  std::vector<std::string> queries;
};

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_PEERS_ROUNDS_H_
