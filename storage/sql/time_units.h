// Times are kept in microseconds.
#ifndef PROBITY_STORAGE_SQL_TIME_UNITS_H_
#define PROBITY_STORAGE_SQL_TIME_UNITS_H_

#include <cstdint>

namespace probity::sql {

inline constexpr int32_t kMicrosPerSecond = 1'000'000;
inline constexpr int32_t kNanosPerMicro = 1'000;

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_TIME_UNITS_H_
