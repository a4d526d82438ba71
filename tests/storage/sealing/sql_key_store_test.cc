#include "storage/sealing/sql_key_store.h"

#include "gtest/gtest.h"
#include "storage/sealing/keyring.h"
#include "storage/sqlite/key_migrations.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/support/seeded_rng.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::sealing {
namespace {

using test::FailsWith;
using test::IsOk;

class SqlKeyStoreTest : public testing::Test {
 protected:
  SqlKeyStoreTest() { Reopen(); }
  void Reopen() {
    engine_.reset();
    sqlite::SqliteOptions options;
    options.path = folder_.File("keys.db");
    options.migrations = sqlite::kKeyMigrations;
    engine_ = *sqlite::SqliteEngine::Open(options);
    store_.emplace(*engine_);
  }
  WrappedKey SomeKey() {
    WrappedKey key;
    rng_.Fill(absl::MakeSpan(key.wrapped));
    rng_.Fill(absl::MakeSpan(key.commitment));
    return key;
  }

  test::SeededRng rng_{5};
  test::TempFolder folder_;
  std::unique_ptr<sqlite::SqliteEngine> engine_;
  std::optional<SqlKeyStore> store_;
};

TEST_F(SqlKeyStoreTest, KeysAreThereAfterAStop) {
  const DataKeyRow a = {.id = {1}, .key = SomeKey()};
  const DataKeyRow b = {.id = {2}, .key = SomeKey()};
  ASSERT_THAT(store_->AddKeys({a, b}), IsOk());
  Reopen();
  const absl::StatusOr<WrappedKey> found = store_->FindKey(b.id);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->wrapped, b.key.wrapped);
  EXPECT_EQ(found->commitment, b.key.commitment);
  EXPECT_THAT(store_->FindKey(KeyId{3}), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(SqlKeyStoreTest, AddsAllKeysOrNone) {
  const DataKeyRow a = {.id = {1}, .key = SomeKey()};
  const DataKeyRow b = {.id = {2}, .key = SomeKey()};
  ASSERT_THAT(store_->AddKeys({a}), IsOk());
  EXPECT_THAT(store_->AddKeys({b, a}), FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(store_->FindKey(b.id), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(SqlKeyStoreTest, ARegisterIsMadeOnce) {
  EXPECT_THAT(store_->LoadRegister(), FailsWith(absl::StatusCode::kNotFound));
  const RegisterRow made = {.id = {9},
                            .keys = {{Purpose::kNames, SomeKey()}, {Purpose::kTokens, SomeKey()}}};
  ASSERT_THAT(store_->CreateRegister(made), IsOk());
  EXPECT_THAT(store_->CreateRegister(made), FailsWith(absl::StatusCode::kAlreadyExists));
  Reopen();
  const absl::StatusOr<RegisterRow> found = store_->LoadRegister();
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->id, made.id);
  ASSERT_EQ(found->keys.size(), 2u);
  EXPECT_EQ(found->keys[1].purpose, Purpose::kTokens);
  EXPECT_EQ(found->keys[1].key.wrapped, made.keys[1].key.wrapped);
}

TEST_F(SqlKeyStoreTest, AKeyringLivesInIt) {
  SecretKey root;
  KeyId id;
  {
    const auto keyring = *Keyring::Create(*store_, root, rng_);
    id = *keyring->Take();
  }
  Reopen();
  const auto keyring = *Keyring::Open(*store_, root, rng_);
  EXPECT_THAT(keyring->Find(id), IsOk());
  EXPECT_NE(*keyring->Take(), id);
}

}  // namespace
}  // namespace probity::sealing
