// What a server does that is asked more than it can.
#ifndef PROBITY_TESTS_BENCH_OVERLOAD_BENCH_H_
#define PROBITY_TESTS_BENCH_OVERLOAD_BENCH_H_

#include "tests/bench/bench_server.h"

namespace probity::bench {

// Prints what is recorded, what is refused, and how long health takes meanwhile.
void BenchOverload(BenchServer& server, double seconds);

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_OVERLOAD_BENCH_H_
