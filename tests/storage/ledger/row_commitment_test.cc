#include "storage/ledger/row_commitment.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace probity::ledger {
namespace {

std::string Hex(const RowDigest& digest) {
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

TEST(CanonicalRow, HasTheseBytes) {
  CanonicalRow row(v1::KIND_MISSION, 4);
  row.Integer(-2);
  row.Null();
  EXPECT_EQ(row.bytes().substr(row.Text("ab")), "ab");
  EXPECT_EQ(row.bytes().substr(row.Blob(absl::string_view("\0\1", 2))), std::string("\0\1", 2));
  EXPECT_EQ(absl::BytesToHexString(row.bytes()),
            "000b0004"
            "0100000008fffffffffffffffe"
            "0000000000"
            "02000000026162"
            "03000000020001");
  EXPECT_EQ(Hex(row.Digest()), "cc07e15e41b8f1c2feffae273e87a84dc6018342f613326e81dab55a312c9de4");
}

TEST(CanonicalRow, NullEmptyTextAndEmptyBlobDiffer) {
  CanonicalRow null(v1::KIND_CASE, 1);
  CanonicalRow text(v1::KIND_CASE, 1);
  CanonicalRow blob(v1::KIND_CASE, 1);
  null.Null();
  text.Text("");
  blob.Blob("");
  EXPECT_NE(null.Digest(), text.Digest());
  EXPECT_NE(null.Digest(), blob.Digest());
  EXPECT_NE(text.Digest(), blob.Digest());
}

}  // namespace
}  // namespace probity::ledger
