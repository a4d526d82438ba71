#include "storage/postgres/row_group.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/big_endian.h"
#include "storage/postgres/oids.h"

namespace probity::postgres {
namespace {

constexpr int32_t kNull = -1;

}  // namespace

std::string ForManyRows(absl::string_view insert, absl::Span<const Oid> types) {
  constexpr absl::string_view kValues = "VALUES (";
  const size_t values = insert.find(kValues);
  if (!absl::StartsWith(insert, "INSERT INTO ") || values == absl::string_view::npos ||
      insert.find(')', values) != insert.size() - 1 || types.empty()) {
    return "";
  }
  std::string many(insert.substr(0, values));
  absl::StrAppend(&many, "SELECT ");
  for (const char c : insert.substr(values + kValues.size())) {
    if (c == ')') break;
    absl::StrAppend(&many, c == '$' ? "given.p" : absl::string_view(&c, 1));
  }
  absl::string_view before = " FROM unnest(";
  for (size_t i = 0; i < types.size(); ++i) {
    const ArrayType* const array = ArrayOf(types[i]);
    if (array == nullptr) return "";
    absl::StrAppend(&many, before, "$", i + 1, "::", array->name);
    before = ", ";
  }
  before = ") AS given (p";
  for (size_t i = 0; i < types.size(); ++i) {
    absl::StrAppend(&many, before, i + 1);
    before = ", p";
  }
  return many + ")";
}

RowGroup::RowGroup(const Connection::Prepared& insert)
    : insert_(&insert), columns_(insert.types.size()) {}

size_t RowGroup::bytes() const {
  size_t all = 0;
  for (const Column& column : columns_) all += column.elements.size();
  return all;
}

void RowGroup::Add(const BoundValues& row) {
  ++rows_;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const char* const value = row.values()[i];
    const int32_t length = value == nullptr ? kNull : row.lengths()[i];
    storage::AppendBigEndian(columns_[i].elements, length);
    if (length == kNull) {
      columns_[i].has_null = true;
    } else {
      columns_[i].elements.append(value, length);
    }
  }
}

absl::Status RowGroup::Defer(Pipeline& pipeline) {
  std::vector<std::string> arrays;
  for (size_t i = 0; i < columns_.size(); ++i) {
    std::string& array = arrays.emplace_back();
    storage::AppendBigEndian(array, int32_t{1});  // Dimensions.
    storage::AppendBigEndian(array, int32_t{columns_[i].has_null});
    storage::AppendBigEndian(array, insert_->types[i]);
    storage::AppendBigEndian(array, rows_);
    storage::AppendBigEndian(array, int32_t{1});  // The first one's index.
    array += columns_[i].elements;
  }
  *this = RowGroup(*insert_);
  return pipeline.Defer(*insert_->for_many, BoundValues(arrays));
}

}  // namespace probity::postgres
