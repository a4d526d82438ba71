#include "storage/postgres/values.h"

#include <algorithm>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/postgres/oids.h"

namespace probity::postgres {
namespace {

// Not null, since libpq takes a null pointer for NULL, whatever the length.
const char* DataOf(absl::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }

std::array<char, 8> BigEndian(int64_t number) {
  std::array<char, 8> bytes;
  for (int i = 7; i >= 0; --i) {
    bytes[i] = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return bytes;
}

absl::Status WrongType() { return Internal("a value does not have its column's type"); }

}  // namespace

BoundValues::BoundValues(const std::vector<std::string>& binary) {
  for (const std::string& value : binary) {
    values_.push_back(value.data());
    lengths_.push_back(static_cast<int>(value.size()));
  }
}

absl::Status BoundValues::Bind(const Connection::Prepared& prepared, sql::Params params) {
  integers_.reserve(prepared.parameters.size());  // Addresses into it stay.
  for (size_t i = 0; i < prepared.parameters.size(); ++i) {
    const absl::string_view name = prepared.parameters[i];
    const auto given = std::find_if(params.begin(), params.end(),
                                    [name](const sql::Param& param) { return param.name == name; });
    if (given == params.end()) return Internal("a statement lacks a parameter");
    PROBITY_RETURN_IF_ERROR(Add(prepared.types[i], given->value));
  }
  return absl::OkStatus();
}

absl::Status BoundValues::Add(Oid type, const sql::Value& value) {
  absl::string_view bytes;
  const char* data = nullptr;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    if (type != kInt8) return WrongType();
    const auto& kept = integers_.emplace_back(BigEndian(*number));
    bytes = {kept.data(), kept.size()};
    data = bytes.data();
  } else if (const auto* text = std::get_if<absl::string_view>(&value)) {
    if (type != kText) return WrongType();
    bytes = *text;
    data = DataOf(bytes);
  } else if (const auto* blob = std::get_if<sql::Blob>(&value)) {
    if (type != kBytea) return WrongType();
    bytes = blob->bytes;
    data = DataOf(bytes);
  }
  values_.push_back(data);
  lengths_.push_back(static_cast<int>(bytes.size()));
  return absl::OkStatus();
}

std::string BoundValues::Key() const {
  std::string key;
  for (size_t i = 0; i < values_.size(); ++i) {
    const int length = values_[i] == nullptr ? -1 : lengths_[i];
    key.append(reinterpret_cast<const char*>(&length), sizeof length);
    if (length > 0) key.append(values_[i], length);
  }
  return key;
}

int64_t ResultRow::integer(int column) const {
  const absl::string_view big_endian = bytes(column);
  if (big_endian.empty() || big_endian.size() > 8) return 0;
  int64_t number = static_cast<signed char>(big_endian[0]);
  for (const char c : big_endian.substr(1)) {
    number =
        static_cast<int64_t>(static_cast<uint64_t>(number) << 8) | static_cast<unsigned char>(c);
  }
  return number;
}

}  // namespace probity::postgres
