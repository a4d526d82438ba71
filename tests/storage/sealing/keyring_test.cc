#include "storage/sealing/keyring.h"

#include <cstring>
#include <set>
#include <thread>

#include "gtest/gtest.h"
#include "tests/support/memory_key_store.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"

namespace probity::sealing {
namespace {

using test::FailsWith;
using test::IsOk;

bool Same(const SecretKey& a, const SecretKey& b) {
  return std::memcmp(a.data(), b.data(), SecretKey::kBytes) == 0;
}

class KeyringTest : public testing::Test {
 protected:
  KeyringTest() { rng_.Fill(absl::MakeSpan(root_.data(), SecretKey::kBytes)); }
  std::unique_ptr<Keyring> Create() { return *Keyring::Create(store_, root_, rng_); }
  absl::StatusOr<std::unique_ptr<Keyring>> Open() { return Keyring::Open(store_, root_, rng_); }

  test::SeededRng rng_{1};
  test::MemoryKeyStore store_;
  SecretKey root_;
};

TEST_F(KeyringTest, HandsOutEachKeyOnceAndStoresAPoolInOneCommit) {
  const auto keyring = Create();
  std::set<KeyId> taken;
  for (size_t i = 0; i < 3 * Keyring::kPoolKeys; ++i) {
    const absl::StatusOr<KeyId> id = keyring->Take();
    ASSERT_THAT(id, IsOk());
    EXPECT_TRUE(taken.insert(*id).second);
    EXPECT_TRUE(store_.data_keys.count(*id)) << "a key is stored before it is taken";
  }
  EXPECT_EQ(store_.commits, 3);
}

TEST_F(KeyringTest, HandsOutAgainWhatWasGivenBackInTheSameOrder) {
  const auto keyring = Create();
  const KeyId taken[] = {*keyring->Take(), *keyring->Take()};
  keyring->GiveBack(taken);
  EXPECT_EQ(*keyring->Take(), taken[0]);
  EXPECT_EQ(*keyring->Take(), taken[1]);
}

TEST_F(KeyringTest, FindsItsKeysAgainAfterAStop) {
  auto keyring = Create();
  const KeyId id = *keyring->Take();
  const SecretKey key = *keyring->Find(id);
  const SecretKey names = keyring->ForRegister(Purpose::kNames);
  const RegisterId register_id = keyring->register_id();
  keyring = *Open();
  EXPECT_TRUE(Same(*keyring->Find(id), key));
  EXPECT_TRUE(Same(keyring->ForRegister(Purpose::kNames), names));
  EXPECT_EQ(keyring->register_id(), register_id);
}

TEST_F(KeyringTest, KeysDifferFromEachOther) {
  const auto keyring = Create();
  EXPECT_FALSE(Same(*keyring->Find(*keyring->Take()), *keyring->Find(*keyring->Take())));
  EXPECT_FALSE(Same(keyring->ForRegister(Purpose::kNames), keyring->ForRegister(Purpose::kTokens)));
}

TEST_F(KeyringTest, StoresNoKeyInTheClear) {
  const auto keyring = Create();
  const KeyId id = *keyring->Take();
  const SecretKey key = *keyring->Find(id);
  const auto& wrapped = store_.data_keys.at(id).wrapped;
  const absl::string_view stored(reinterpret_cast<const char*>(wrapped.data()), wrapped.size());
  EXPECT_EQ(stored.find(absl::string_view(reinterpret_cast<const char*>(key.data()), 8)),
            absl::string_view::npos);
}

TEST_F(KeyringTest, ADestroyedKeyIsNotFound) {
  auto keyring = Create();
  const KeyId id = *keyring->Take();
  store_.data_keys.erase(id);
  keyring = *Open();
  EXPECT_THAT(keyring->Find(id),
              test::Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(KeyringTest, AnyChangedByteOfAStoredKeyIsSeen) {
  auto keyring = Create();
  const KeyId id = *keyring->Take();
  WrappedKey& stored = store_.data_keys.at(id);
  for (uint8_t& byte : stored.wrapped) {
    byte ^= 1;
    EXPECT_THAT((*Open())->Find(id), FailsWith(absl::StatusCode::kDataLoss));
    byte ^= 1;
  }
  for (uint8_t& byte : stored.commitment) {
    byte ^= 1;
    EXPECT_THAT((*Open())->Find(id), FailsWith(absl::StatusCode::kDataLoss));
    byte ^= 1;
  }
  EXPECT_THAT((*Open())->Find(id), IsOk());
}

TEST_F(KeyringTest, AKeyPutInAnothersPlaceIsRefused) {
  auto keyring = Create();
  const KeyId a = *keyring->Take();
  const KeyId b = *keyring->Take();
  std::swap(store_.data_keys.at(a), store_.data_keys.at(b));
  keyring = *Open();
  EXPECT_THAT(keyring->Find(a), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(KeyringTest, AnotherRegistersKeysAreRefused) {
  test::MemoryKeyStore other_store;
  const auto other = *Keyring::Create(other_store, root_, rng_);
  const KeyId id = *other->Take();
  const auto keyring = Create();
  store_.data_keys.emplace(id, other_store.data_keys.at(id));
  EXPECT_THAT(keyring->Find(id), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(KeyringTest, TheWrongRootKeyIsRefused) {
  Create();
  root_.data()[0] ^= 1;
  EXPECT_THAT(Open(), FailsWith(absl::StatusCode::kFailedPrecondition));
}

TEST_F(KeyringTest, ARegisterIsMadeOnce) {
  EXPECT_THAT(Open(), FailsWith(absl::StatusCode::kFailedPrecondition));
  Create();
  EXPECT_THAT(Keyring::Create(store_, root_, rng_), FailsWith(absl::StatusCode::kAlreadyExists));
}

TEST_F(KeyringTest, AMissingRegisterKeyIsSeen) {
  Create();
  store_.register_row->keys.pop_back();
  EXPECT_THAT(Open(), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(KeyringTest, KeepsKeysThatAreInUseAndForgetsOthers) {
  auto keyring = Create();
  std::vector<KeyId> ids;
  for (size_t i = 0; i < 3 * Keyring::kCachedKeys; ++i) ids.push_back(*keyring->Take());
  keyring = *Open();
  store_.lookups = 0;
  for (const KeyId& id : ids) {
    ASSERT_THAT(keyring->Find(id), IsOk());
    ASSERT_THAT(keyring->Find(ids.front()), IsOk());
  }
  EXPECT_EQ(store_.lookups, static_cast<int>(ids.size())) << "the one in use stays";
  ASSERT_THAT(keyring->Find(ids[1]), IsOk());
  EXPECT_EQ(store_.lookups, static_cast<int>(ids.size()) + 1) << "the others go in time";
}

TEST_F(KeyringTest, ThreadsTakeDifferentKeys) {
  const auto keyring = Create();
  std::vector<std::vector<KeyId>> taken(4);
  std::vector<std::thread> threads;
  for (auto& mine : taken) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        mine.push_back(*keyring->Take());
        EXPECT_THAT(keyring->Find(mine.back()), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<KeyId> all;
  for (const auto& mine : taken) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 2000u);
}

}  // namespace
}  // namespace probity::sealing
