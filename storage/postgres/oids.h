// The types of our columns, by their numbers in pg_type.dat.
#ifndef PROBITY_STORAGE_POSTGRES_OIDS_H_
#define PROBITY_STORAGE_POSTGRES_OIDS_H_

#include <libpq-fe.h>

#include "absl/strings/string_view.h"

namespace probity::postgres {

inline constexpr Oid kBytea = 17;
inline constexpr Oid kInt8 = 20;
inline constexpr Oid kText = 25;

struct ArrayType {
  Oid element;
  Oid array;
  absl::string_view name;
};
inline constexpr ArrayType kArrayTypes[] = {
    {kBytea, 1001, "bytea[]"}, {kInt8, 1016, "int8[]"}, {kText, 1009, "text[]"}};

// Null for another type.
constexpr const ArrayType* ArrayOf(Oid element) {
  for (const ArrayType& type : kArrayTypes) {
    if (type.element == element) return &type;
  }
  return nullptr;
}

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_OIDS_H_
