// Whole numbers as the formats of this folder write them: big endian, fixed width.
#ifndef PROBITY_STORAGE_BIG_ENDIAN_H_
#define PROBITY_STORAGE_BIG_ENDIAN_H_

#include <cstddef>
#include <string>
#include <type_traits>

namespace probity::storage {

template <typename Number>
void AppendBigEndian(std::string& out, Number value) {
  using Unsigned = std::make_unsigned_t<Number>;
  const auto bits = static_cast<Unsigned>(value);
  char bytes[sizeof(Number)];
  for (size_t i = 0; i < sizeof(Number); ++i) {
    bytes[i] = static_cast<char>(bits >> (8 * (sizeof(Number) - 1 - i)));
  }
  out.append(bytes, sizeof(Number));
}

// Of sizeof(Number) bytes.
template <typename Number>
Number LoadBigEndian(const void* from) {
  const auto* bytes = static_cast<const unsigned char*>(from);
  std::make_unsigned_t<Number> bits = 0;
  for (size_t i = 0; i < sizeof(Number); ++i) {
    bits = static_cast<std::make_unsigned_t<Number>>(bits << 8 | bytes[i]);
  }
  return static_cast<Number>(bits);
}

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_BIG_ENDIAN_H_
