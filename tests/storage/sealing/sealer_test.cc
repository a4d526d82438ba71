#include "storage/sealing/sealer.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/memory_key_store.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"

namespace probity::sealing {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

constexpr Place kPlace = {
    .kind = v1::KIND_CASE, .entity = 7, .domain = v1::DOMAIN_NARRATIVE, .from_seq = 11};

class SealerTest : public testing::Test {
 protected:
  SealerTest() {
    SecretKey root;
    rng_.Fill(absl::MakeSpan(root.data(), SecretKey::kBytes));
    keyring_ = *Keyring::Create(store_, root, rng_);
    key_ = *keyring_->Take();
    other_key_ = *keyring_->Take();
  }

  test::SeededRng rng_{2};
  test::MemoryKeyStore store_;
  std::unique_ptr<Keyring> keyring_;
  KeyId key_;
  KeyId other_key_;
};

TEST_F(SealerTest, OpensWhatWasSealed) {
  const Sealer sealer(*keyring_, rng_);
  for (const size_t size : {0, 1, 27, 28, 29, 100, 1000, 65536, 1'000'000}) {
    const std::string plaintext(size, 'p');
    const absl::StatusOr<std::string> sealed = sealer.Seal(key_, kPlace, plaintext);
    ASSERT_THAT(sealed, IsOk());
    EXPECT_EQ(sealed->size(), 1 + 16 + 24 + PaddedBytes(size + 4) + 16);
    const absl::StatusOr<std::string> opened = sealer.Open(kPlace, *sealed);
    ASSERT_THAT(opened, IsOk());
    EXPECT_EQ(*opened, plaintext);
  }
}

TEST_F(SealerTest, OpensNowhereElse) {
  const Sealer sealer(*keyring_, rng_);
  const std::string sealed = *sealer.Seal(key_, kPlace, "a secret");
  const std::vector<std::function<void(Place&)>> changes = {
      [](Place& place) { place.kind = v1::KIND_PERSON; },
      [](Place& place) { place.entity = 8; },
      [](Place& place) { place.domain = v1::DOMAIN_VICTIM; },
      [](Place& place) { place.from_seq = 10; },
      [](Place& place) { place.from_seq = 12; },
      [](Place& place) { std::swap(place.entity, place.from_seq); }};
  for (const auto& change : changes) {
    Place place = kPlace;
    change(place);
    EXPECT_THAT(sealer.Open(place, sealed),
                test::Fails(absl::StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED));
  }
}

TEST_F(SealerTest, AnyFlippedBitIsSeen) {
  const Sealer sealer(*keyring_, rng_);
  std::string sealed = *sealer.Seal(key_, kPlace, "a secret");
  for (size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      sealed[i] = static_cast<char>(sealed[i] ^ (1 << bit));
      const absl::StatusOr<std::string> opened = sealer.Open(kPlace, sealed);
      // A changed key id names a key that is not there, or that is another's.
      const bool in_key_id = i >= 1 && i < 17;
      EXPECT_TRUE(absl::IsDataLoss(opened.status()) ||
                  (in_key_id && absl::IsNotFound(opened.status())))
          << i;
      sealed[i] = static_cast<char>(sealed[i] ^ (1 << bit));
    }
  }
}

TEST_F(SealerTest, AnotherKeysIdIsRefused) {
  const Sealer sealer(*keyring_, rng_);
  std::string sealed = *sealer.Seal(key_, kPlace, "a secret");
  std::copy(other_key_.begin(), other_key_.end(), sealed.begin() + 1);
  EXPECT_THAT(sealer.Open(kPlace, sealed), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(SealerTest, EveryTruncationAndAddedBytesAreRefused) {
  const Sealer sealer(*keyring_, rng_);
  const std::string sealed = *sealer.Seal(key_, kPlace, "a secret");
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(sealer.Open(kPlace, sealed.substr(0, size)),
                FailsWith(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(sealer.Open(kPlace, sealed + '\0'), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(SealerTest, ADestroyedKeyMakesItsValuesNotFound) {
  const Sealer sealer(*keyring_, rng_);
  EXPECT_THAT(sealer.Seal(KeyId{}, kPlace, "a secret"), FailsWith(absl::StatusCode::kNotFound));
  std::string sealed = *sealer.Seal(key_, kPlace, "a secret");
  std::fill_n(sealed.begin() + 1, 16, '\0');
  EXPECT_THAT(sealer.Open(kPlace, sealed),
              test::Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(SealerTest, HidesTheValueAndNeverSealsItTwiceAlike) {
  const Sealer sealer(*keyring_, rng_);
  const std::string sealed = *sealer.Seal(key_, kPlace, "the plaintext");
  EXPECT_THAT(sealed, Not(HasSubstr("plaintext")));
  EXPECT_NE(*sealer.Seal(key_, kPlace, "the plaintext"), sealed);
}

// The bytes of format 0x01: registers hold them for decades.
TEST_F(SealerTest, StaysWhatItWas) {
  const Sealer sealer(*keyring_, rng_);
  const SecretKey data_key = *keyring_->Find(key_);
  EXPECT_EQ(absl::BytesToHexString({reinterpret_cast<const char*>(data_key.data()), 32}),
            "010dcdbc8d7a25b309c03336148b40e0d1fee562cbce9d59c57cbc5d39def199");
  EXPECT_EQ(
      absl::BytesToHexString(*sealer.Seal(key_, kPlace, "known answer")),
      "014e5389c13656f141b18e5b55451c1eff73b7df60f12dcd789fb6237362f245c484ae129ecdc8b1f9d3c7"
      "96e6a3d4740cb253228e91dd473ae1fb2d2aa7f7a29b8125b04adfd293aa121e44b365ebded31cbee48e4ae"
      "e7b97");
}

TEST(PaddedBytes, FollowsPadme) {
  EXPECT_EQ(PaddedBytes(0), 32u);
  EXPECT_EQ(PaddedBytes(32), 32u);
  EXPECT_EQ(PaddedBytes(33), 36u);
  EXPECT_EQ(PaddedBytes(100), 104u);
  EXPECT_EQ(PaddedBytes(1000), 1024u);
  EXPECT_EQ(PaddedBytes(65537), 67584u);
  uint64_t before = 0;
  for (uint64_t bytes = 33; bytes < 200'000; ++bytes) {
    const uint64_t padded = PaddedBytes(bytes);
    ASSERT_GE(padded, bytes);
    ASSERT_LE(static_cast<double>(padded), 1.12 * static_cast<double>(bytes));
    ASSERT_GE(padded, before);
    before = padded;
  }
}

}  // namespace
}  // namespace probity::sealing
