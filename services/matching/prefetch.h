// Asks for memory before it is needed, where many places far apart are read one after the other: a
// register is larger than the processor's caches. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_PREFETCH_H_
#define PROBITY_SERVICES_MATCHING_PREFETCH_H_

#include <cstddef>

namespace probity::matching {

template <typename T>
inline void Prefetch(const T* object) {
  constexpr size_t kLine = 64;
  for (size_t at = 0; at < sizeof(T); at += kLine) {
    __builtin_prefetch(reinterpret_cast<const char*>(object) + at);
  }
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_PREFETCH_H_
