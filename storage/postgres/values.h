// Values in the binary form of PostgreSQL's protocol, there and back.
#ifndef PROBITY_STORAGE_POSTGRES_VALUES_H_
#define PROBITY_STORAGE_POSTGRES_VALUES_H_

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/postgres/connection.h"
#include "storage/sql/session.h"

namespace probity::postgres {

// The values of one execution, as libpq takes them. Borrows text and bytes.
class BoundValues {
 public:
  BoundValues() = default;
  // In their binary form already; none is null.
  explicit BoundValues(const std::vector<std::string>& binary);
  // INTERNAL: a parameter that is not given, or is not of its column's type.
  absl::Status Bind(const Connection::Prepared& prepared, sql::Params params);

  const std::vector<const char*>& values() const { return values_; }
  const std::vector<int>& lengths() const { return lengths_; }
  // The same for the same values, and for no others.
  std::string Key() const;

 private:
  absl::Status Add(Oid type, const sql::Value& value);

  std::vector<std::array<char, 8>> integers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
};

// One row of an answer.
class ResultRow final : public sql::Row {
 public:
  ResultRow(const PGresult* result, int row) : result_(result), row_(row) {}
  int columns() const override { return PQnfields(result_); }
  absl::string_view column_name(int column) const override { return PQfname(result_, column); }
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  int64_t integer(int column) const override;
  absl::string_view text(int column) const override { return bytes(column); }
  absl::string_view bytes(int column) const override {
    return {PQgetvalue(result_, row_, column),
            static_cast<size_t>(PQgetlength(result_, row_, column))};
  }

 private:
  const PGresult* const result_;
  const int row_;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_VALUES_H_
