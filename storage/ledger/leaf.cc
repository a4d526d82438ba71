#include "storage/ledger/leaf.h"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"
#include "storage/big_endian.h"

namespace probity::ledger {
namespace {

constexpr absl::string_view kMagic("probity-audit/v1\0", 17);
constexpr uint8_t kWriteType = 1;
constexpr uint8_t kAccessType = 2;
constexpr size_t kRowCommitBytes = 2 + 8 + 8 + 1 + 32;

class Writer {
 public:
  explicit Writer(uint8_t type) : bytes_(kMagic) { Number(type); }

  template <typename Value>
  void Number(Value value) {
    storage::AppendBigEndian(bytes_, static_cast<uint32_t>(sizeof(Value)));
    storage::AppendBigEndian(bytes_, value);
  }
  void Text(absl::string_view text) {
    storage::AppendBigEndian(bytes_, static_cast<uint32_t>(text.size()));
    bytes_.append(text.data(), text.size());
  }
  void Texts(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts) {
      storage::AppendBigEndian(list, static_cast<uint32_t>(text.size()));
      list.append(text);
    }
    Text(list);
  }
  void RowCommits(const std::vector<RowCommit>& commits) {
    std::string list;
    list.reserve(commits.size() * kRowCommitBytes);
    for (const RowCommit& commit : commits) {
      storage::AppendBigEndian(list, static_cast<uint16_t>(commit.kind));
      storage::AppendBigEndian(list, commit.entity);
      storage::AppendBigEndian(list, commit.from_seq);
      storage::AppendBigEndian(list, static_cast<uint8_t>(commit.op));
      list.append(commit.sha256.begin(), commit.sha256.end());
    }
    Text(list);
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what Writer writes. After the first thing that is wrong everything reads as empty, and
// Finished is an error.
class Reader {
 public:
  Reader(absl::string_view bytes, uint8_t type) : rest_(bytes) {
    if (!absl::ConsumePrefix(&rest_, kMagic)) Fail();
    if (Number<uint8_t>() != type) Fail();
  }

  template <typename Value>
  Value Number() {
    const absl::string_view field = Field(rest_);
    if (field.size() != sizeof(Value)) {
      Fail();
      return 0;
    }
    return storage::LoadBigEndian<Value>(field.data());
  }
  std::string Text() { return std::string(Field(rest_)); }
  std::vector<std::string> Texts() {
    absl::string_view list = Field(rest_);
    std::vector<std::string> texts;
    while (!list.empty() && ok_) texts.emplace_back(Field(list));
    return texts;
  }
  std::vector<RowCommit> RowCommits() {
    const absl::string_view list = Field(rest_);
    std::vector<RowCommit> commits;
    if (list.size() % kRowCommitBytes != 0) Fail();
    for (size_t at = 0; ok_ && at < list.size(); at += kRowCommitBytes) {
      const char* const bytes = list.data() + at;
      const auto op = storage::LoadBigEndian<uint8_t>(bytes + 18);
      if (op < static_cast<uint8_t>(RowOp::kInsert) ||
          op > static_cast<uint8_t>(RowOp::kTombstone)) {
        Fail();
      }
      RowCommit commit = {.kind = static_cast<v1::Kind>(storage::LoadBigEndian<uint16_t>(bytes)),
                          .entity = storage::LoadBigEndian<int64_t>(bytes + 2),
                          .from_seq = storage::LoadBigEndian<int64_t>(bytes + 10),
                          .op = static_cast<RowOp>(op),
                          .sha256 = {}};
      std::copy_n(bytes + 19, commit.sha256.size(), commit.sha256.begin());
      commits.push_back(commit);
    }
    return commits;
  }
  absl::Status Finished() const {
    if (!ok_ || !rest_.empty()) return DataLoss("a leaf is not what was stored");
    return absl::OkStatus();
  }

 private:
  void Fail() { ok_ = false; }
  // Takes a length and as many bytes off the front of `from`.
  absl::string_view Field(absl::string_view& from) {
    if (!ok_ || from.size() < sizeof(uint32_t)) {
      Fail();
      return {};
    }
    const auto size = storage::LoadBigEndian<uint32_t>(from.data());
    from.remove_prefix(sizeof(uint32_t));
    if (from.size() < size) {
      Fail();
      return {};
    }
    const absl::string_view field = from.substr(0, size);
    from.remove_prefix(size);
    return field;
  }

  absl::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string Encode(const WriteLeaf& leaf) {
  Writer writer(kWriteType);
  writer.Number(leaf.epoch);
  writer.Number(leaf.seq);
  writer.Number(leaf.leaf_index);
  writer.Number(leaf.recorded_time_us);
  writer.Text(leaf.principal);
  writer.Text(leaf.organisation);
  writer.Text(leaf.method);
  writer.Text(leaf.request_id);
  writer.Text(leaf.request_digest);
  writer.Texts(leaf.resources);
  writer.RowCommits(leaf.row_commits);
  writer.Text(leaf.build);
  return writer.Take();
}

std::string Encode(const AccessLeaf& leaf) {
  Writer writer(kAccessType);
  writer.Text(leaf.instance);
  writer.Number(leaf.leaf_index);
  writer.Number(leaf.recorded_time_us);
  writer.Text(leaf.principal);
  writer.Text(leaf.organisation);
  writer.Text(leaf.method);
  writer.Text(leaf.request_id);
  writer.Number(leaf.code);
  writer.Text(leaf.reason);
  writer.Text(leaf.resource);
  writer.Number(leaf.rows);
  writer.Text(leaf.digest);
  writer.Text(leaf.build);
  return writer.Take();
}

// In both, the braces are read from left to right: the order of the fields.
absl::StatusOr<WriteLeaf> DecodeWriteLeaf(absl::string_view bytes) {
  Reader reader(bytes, kWriteType);
  WriteLeaf leaf = {.epoch = reader.Number<int64_t>(),
                    .seq = reader.Number<int64_t>(),
                    .leaf_index = reader.Number<int64_t>(),
                    .recorded_time_us = reader.Number<int64_t>(),
                    .principal = reader.Text(),
                    .organisation = reader.Text(),
                    .method = reader.Text(),
                    .request_id = reader.Text(),
                    .request_digest = reader.Text(),
                    .resources = reader.Texts(),
                    .row_commits = reader.RowCommits(),
                    .build = reader.Text()};
  if (const absl::Status status = reader.Finished(); !status.ok()) return status;
  return leaf;
}

absl::StatusOr<AccessLeaf> DecodeAccessLeaf(absl::string_view bytes) {
  Reader reader(bytes, kAccessType);
  AccessLeaf leaf = {.instance = reader.Text(),
                     .leaf_index = reader.Number<int64_t>(),
                     .recorded_time_us = reader.Number<int64_t>(),
                     .principal = reader.Text(),
                     .organisation = reader.Text(),
                     .method = reader.Text(),
                     .request_id = reader.Text(),
                     .code = reader.Number<int32_t>(),
                     .reason = reader.Text(),
                     .resource = reader.Text(),
                     .rows = reader.Number<int64_t>(),
                     .digest = reader.Text(),
                     .build = reader.Text()};
  if (const absl::Status status = reader.Finished(); !status.ok()) return status;
  return leaf;
}

}  // namespace probity::ledger
