#include "storage/ledger/row_commitment.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace probity::ledger {
namespace {

std::string Hex(const RowDigest& digest) {
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

TEST(CanonicalRow, HasTheseBytes) {
  CanonicalRow row(v1::KIND_MISSION, 258, 3);
  row.Integer(1, -2);
  EXPECT_EQ(row.bytes().substr(row.Text(3, "ab")), "ab");
  EXPECT_EQ(row.bytes().substr(
                row.Blob(kSealedColumns + v1::DOMAIN_NARRATIVE, absl::string_view("\0\1", 2))),
            std::string("\0\1", 2));
  EXPECT_EQ(absl::BytesToHexString(row.bytes()),
            "000b"
            "0000000000000102"
            "0000000000000003"
            "0003"
            "00010100000008fffffffffffffffe"
            "000302000000026162"
            "800203000000020001");
  EXPECT_EQ(Hex(row.Digest()), "1523957dca81738e8925b1ea71bb081c9ad8093d74c124f413b95eb83b0c7423");
}

TEST(CanonicalRow, NullEmptyTextAndEmptyBlobDiffer) {
  const CanonicalRow null(v1::KIND_CASE, 1, 1);
  CanonicalRow text(v1::KIND_CASE, 1, 1);
  CanonicalRow blob(v1::KIND_CASE, 1, 1);
  text.Text(3, "");
  blob.Blob(3, "");
  EXPECT_NE(null.Digest(), text.Digest());
  EXPECT_NE(null.Digest(), blob.Digest());
  EXPECT_NE(text.Digest(), blob.Digest());
}

TEST(CanonicalRow, AValueInAnotherColumnDiffers) {
  CanonicalRow a(v1::KIND_CASE, 1, 1);
  CanonicalRow b(v1::KIND_CASE, 1, 1);
  a.Text(3, "x");
  b.Text(4, "x");
  EXPECT_NE(a.Digest(), b.Digest());
}

}  // namespace
}  // namespace probity::ledger
