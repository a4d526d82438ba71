// What the tests of the codec share: keys, names, and rows that hold what was encoded.
#ifndef PROBITY_TESTS_STORAGE_SQL_CODEC_FIXTURE_H_
#define PROBITY_TESTS_STORAGE_SQL_CODEC_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "storage/sealing/keyring.h"
#include "storage/sql/codec.h"
#include "tests/storage/sql/random_message.h"
#include "tests/support/memory_key_store.h"
#include "tests/support/seeded_rng.h"

namespace probity::sql {

// A row as an engine would show it.
class FakeRow final : public Row {
 public:
  struct Cell {
    std::string name;
    bool null = true;
    int64_t integer = 0;
    std::string bytes;
  };

  FakeRow() = default;
  explicit FakeRow(Params params) {
    for (const Param& param : params) {
      Cell cell{.name = std::string(param.name), .null = false, .integer = 0, .bytes = ""};
      if (std::holds_alternative<std::monostate>(param.value)) cell.null = true;
      if (const auto* number = std::get_if<int64_t>(&param.value)) cell.integer = *number;
      if (const auto* text = std::get_if<absl::string_view>(&param.value)) {
        cell.bytes = std::string(*text);
      }
      if (const auto* blob = std::get_if<Blob>(&param.value)) {
        cell.bytes = std::string(blob->bytes);
      }
      cells.push_back(std::move(cell));
    }
  }

  int columns() const override { return static_cast<int>(cells.size()); }
  absl::string_view column_name(int column) const override { return cells[column].name; }
  bool is_null(int column) const override { return cells[column].null; }
  int64_t integer(int column) const override { return cells[column].integer; }
  absl::string_view text(int column) const override { return cells[column].bytes; }
  absl::string_view bytes(int column) const override { return cells[column].bytes; }

  Cell& Named(absl::string_view name) {
    for (Cell& cell : cells) {
      if (cell.name == name) return cell;
    }
    ADD_FAILURE() << "no column " << name;
    return cells.front();
  }

  std::vector<Cell> cells;
};

class CodecFixture : public testing::Test {
 protected:
  CodecFixture()
      : keyring_(*sealing::Keyring::Create(store_, sealing::SecretKey(), rng_)),
        sealer_(*keyring_, rng_),
        ids_(keyring_->ForRegister(sealing::Purpose::kNames)),
        names_(ids_, ResourceMessages()),
        codecs_(*Codecs::Make(names_, sealer_)) {}

  // One key an owner, made when it is first asked for.
  absl::StatusOr<sealing::KeyId> KeyOfOwner(v1::Kind kind, int64_t entity) {
    asked_.emplace_back(kind, entity);
    const auto [found, is_new] = keys_.try_emplace({kind, entity});
    if (is_new) found->second = *keyring_->Take();
    return found->second;
  }
  absl::StatusOr<EncodedRow> Encode(const google::protobuf::Message& message, int64_t id,
                                    int64_t from_seq) {
    const std::unique_ptr<google::protobuf::Message> lent(message.New());
    lent->CopyFrom(message);
    return CodecOf(message).Encode(*lent, id, from_seq, [this](v1::Kind kind, int64_t entity) {
      return KeyOfOwner(kind, entity);
    });
  }
  const RowCodec& CodecOf(const google::protobuf::Message& message) const {
    return codecs_->For(message.GetDescriptor()->options().GetExtension(v1::resource).kind());
  }

  test::SeededRng rng_{7};
  test::MemoryKeyStore store_;
  std::unique_ptr<sealing::Keyring> keyring_;
  sealing::Sealer sealer_;
  sealing::OpaqueIds ids_;
  OpaqueNames names_;
  std::unique_ptr<Codecs> codecs_;
  std::map<std::pair<v1::Kind, int64_t>, sealing::KeyId> keys_;
  std::vector<std::pair<v1::Kind, int64_t>> asked_;
};

}  // namespace probity::sql

#endif  // PROBITY_TESTS_STORAGE_SQL_CODEC_FIXTURE_H_
