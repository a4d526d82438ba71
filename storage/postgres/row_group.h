// Rows of one INSERT that are sent in one statement: the server's work for a statement is several
// times that for a row.
#ifndef PROBITY_STORAGE_POSTGRES_ROW_GROUP_H_
#define PROBITY_STORAGE_POSTGRES_ROW_GROUP_H_

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/pipeline.h"
#include "storage/postgres/values.h"

namespace probity::postgres {

// "INSERT INTO t (a, b) VALUES ($1, NULL)" for any number of rows, with an array for each
// parameter. Empty for another statement, or a type that has no array.
std::string ForManyRows(absl::string_view insert, absl::Span<const Oid> types);

class RowGroup {
 public:
  // An INSERT that has a form for many rows.
  explicit RowGroup(const Connection::Prepared& insert);

  const Connection::Prepared& insert() const { return *insert_; }
  bool empty() const { return rows_ == 0; }
  // Of all columns.
  size_t bytes() const;
  void Add(const BoundValues& row);
  // Has it sent, and is empty.
  absl::Status Defer(Pipeline& pipeline);

 private:
  struct Column {
    std::string elements;  // In the binary form of an array, without its head.
    bool has_null = false;
  };

  const Connection::Prepared* insert_;
  std::vector<Column> columns_;  // One a parameter.
  int32_t rows_ = 0;
};

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_ROW_GROUP_H_
