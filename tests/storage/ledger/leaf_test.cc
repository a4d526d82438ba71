#include "storage/ledger/leaf.h"

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::ledger {
namespace {

using test::IsOk;

WriteLeaf SomeWrite() {
  WriteLeaf leaf = {.epoch = 1,
                    .seq = 2,
                    .leaf_index = 3,
                    .recorded_time_us = 1'700'000'000'000'000,
                    .principal = "p",
                    .organisation = "UNDPO",
                    .method = "m/M",
                    .request_id = "r",
                    .request_digest = std::string("\0\xff", 2),
                    .resources = {"cases/a", ""},
                    .row_commits = {},
                    .build = "0.1.0"};
  leaf.row_commits.push_back({.kind = v1::KIND_CASE,
                              .entity = 258,
                              .from_seq = 2,
                              .op = RowOp::kInsert,
                              .sha256 = {0xaa}});
  leaf.row_commits.push_back(
      {.kind = v1::KIND_MATCH, .entity = 1, .from_seq = 2, .op = RowOp::kTombstone, .sha256 = {}});
  return leaf;
}

AccessLeaf SomeAccess() {
  return {.instance = "i",
          .leaf_index = 4,
          .recorded_time_us = -1,
          .principal = "p",
          .organisation = "o",
          .method = "m/M",
          .request_id = "",
          .code = 5,
          .reason = "NOT_FOUND",
          .resource = "cases/a",
          .rows = 0,
          .digest = "d",
          .build = "0.1.0"};
}

// 17 bytes of "probity-audit/v1" and a zero, as every leaf begins.
constexpr char kMagic[] = "70726f626974792d61756469742f763100";

// Written by hand from README.md, so that the code cannot drift from it. One field a line.
// clang-format off
const std::string kWriteGolden = absl::StrCat(
    kMagic,
    "00000001" "01",                        // type
    "00000008" "0000000000000001",          // epoch
    "00000008" "0000000000000002",          // seq
    "00000008" "0000000000000003",          // leaf_index
    "00000008" "00060a24181e4000",          // recorded_time_us
    "00000001" "70",                        // principal
    "00000005" "554e44504f",                // organisation
    "00000003" "6d2f4d",                    // method
    "00000001" "72",                        // request_id
    "00000002" "00ff",                      // request_digest
    "0000000f" "00000007" "63617365732f61"  // resources
    "00000000",
    "00000066"                              // row_commits
    "0001" "0000000000000102" "0000000000000002" "01"
    "aa00000000000000000000000000000000000000000000000000000000000000"
    "0008" "0000000000000001" "0000000000000002" "03"
    "0000000000000000000000000000000000000000000000000000000000000000",
    "00000005" "302e312e30");               // build

const std::string kAccessGolden = absl::StrCat(
    kMagic,
    "00000001" "02",                    // type
    "00000001" "69",                    // instance
    "00000008" "0000000000000004",      // leaf_index
    "00000008" "ffffffffffffffff",      // recorded_time_us
    "00000001" "70",                    // principal
    "00000001" "6f",                    // organisation
    "00000003" "6d2f4d",                // method
    "00000000",                         // request_id
    "00000004" "00000005",              // code
    "00000009" "4e4f545f464f554e44",    // reason
    "00000007" "63617365732f61",        // resource
    "00000008" "0000000000000000",      // rows
    "00000001" "64",                    // digest
    "00000005" "302e312e30");           // build
// clang-format on

TEST(Leaf, AWriteHasTheseBytes) {
  EXPECT_EQ(absl::BytesToHexString(Encode(SomeWrite())), kWriteGolden);
  const absl::StatusOr<WriteLeaf> read = DecodeWriteLeaf(absl::HexStringToBytes(kWriteGolden));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, SomeWrite());
}

TEST(Leaf, AnAccessHasTheseBytes) {
  EXPECT_EQ(absl::BytesToHexString(Encode(SomeAccess())), kAccessGolden);
  const absl::StatusOr<AccessLeaf> read = DecodeAccessLeaf(absl::HexStringToBytes(kAccessGolden));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, SomeAccess());
}

TEST(Leaf, EmptyAndLargestValuesComeBack) {
  EXPECT_EQ(*DecodeWriteLeaf(Encode(WriteLeaf())), WriteLeaf());
  EXPECT_EQ(*DecodeAccessLeaf(Encode(AccessLeaf())), AccessLeaf());
  WriteLeaf leaf;
  leaf.seq = std::numeric_limits<int64_t>::max();
  leaf.recorded_time_us = std::numeric_limits<int64_t>::min();
  leaf.resources.assign(300, std::string(100, 'n'));
  leaf.row_commits.assign(300, {.kind = v1::KIND_CASE,
                                .entity = leaf.seq,
                                .from_seq = leaf.seq,
                                .op = RowOp::kSupersede,
                                .sha256 = {}});
  EXPECT_EQ(*DecodeWriteLeaf(Encode(leaf)), leaf);
}

TEST(Leaf, EveryTruncationIsRefused) {
  const std::string write = Encode(SomeWrite());
  for (size_t size = 0; size < write.size(); ++size) {
    EXPECT_THAT(DecodeWriteLeaf(write.substr(0, size)),
                test::Fails(absl::StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED))
        << size;
  }
  const std::string access = Encode(SomeAccess());
  for (size_t size = 0; size < access.size(); ++size) {
    EXPECT_THAT(DecodeAccessLeaf(access.substr(0, size)),
                test::FailsWith(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST(Leaf, TrailingBytesAndTheOtherTypeAreRefused) {
  const auto lost = test::FailsWith(absl::StatusCode::kDataLoss);
  EXPECT_THAT(DecodeWriteLeaf(Encode(SomeWrite()) + '\0'), lost);
  EXPECT_THAT(DecodeAccessLeaf(Encode(SomeAccess()) + '\0'), lost);
  EXPECT_THAT(DecodeWriteLeaf(Encode(SomeAccess())), lost);
  EXPECT_THAT(DecodeAccessLeaf(Encode(SomeWrite())), lost);
}

// What is accepted says the same to everybody: it encodes to itself.
template <typename Decode>
void ExpectNoSecondSpelling(std::string bytes, Decode decode) {
  for (char& byte : bytes) {
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(byte ^ (1 << bit));
      if (const auto leaf = decode(bytes); leaf.ok()) {
        EXPECT_EQ(Encode(*leaf), bytes);
      }
      byte = static_cast<char>(byte ^ (1 << bit));
    }
  }
}

TEST(Leaf, NoLeafHasTwoSpellings) {
  ExpectNoSecondSpelling(Encode(SomeWrite()), DecodeWriteLeaf);
  ExpectNoSecondSpelling(Encode(SomeAccess()), DecodeAccessLeaf);
}

TEST(Leaf, AnUnknownOpIsRefused) {
  for (const char op : {'\0', '\4'}) {
    WriteLeaf leaf = SomeWrite();
    leaf.row_commits[0].op = static_cast<RowOp>(op);
    EXPECT_THAT(DecodeWriteLeaf(Encode(leaf)), test::FailsWith(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace probity::ledger
