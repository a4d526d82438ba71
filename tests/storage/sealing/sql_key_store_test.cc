#include "storage/sealing/sql_key_store.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "proto/support/error.h"
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
    store_.emplace(*engine_, [] { return absl::Now(); });
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
  const absl::StatusOr<WrappedKey> found = store_->FindKey(b.id, absl::InfiniteFuture());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->wrapped, b.key.wrapped);
  EXPECT_EQ(found->commitment, b.key.commitment);
  EXPECT_THAT(store_->FindKey(KeyId{3}, absl::InfiniteFuture()),
              FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(SqlKeyStoreTest, AddsAllKeysOrNone) {
  const DataKeyRow a = {.id = {1}, .key = SomeKey()};
  const DataKeyRow b = {.id = {2}, .key = SomeKey()};
  ASSERT_THAT(store_->AddKeys({a}), IsOk());
  EXPECT_THAT(store_->AddKeys({b, a}), FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(store_->FindKey(b.id, absl::InfiniteFuture()),
              FailsWith(absl::StatusCode::kNotFound));
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

// Answers nothing but what it is told to.
class DeafEngine final : public sql::Engine {
 public:
  absl::Status Read(absl::Time deadline, absl::FunctionRef<absl::Status(sql::Session&)>) override {
    ++asked;
    last_deadline = deadline;
    return answer;
  }
  std::vector<absl::Status> RunBatch(absl::Span<const sql::Job>) override {
    ++asked;
    return {answer};
  }
  bool shared() const override { return false; }
  void AwaitChange(absl::Duration) override {}
  void Maintain(sql::Pause) override {}
  bool stopped() const override { return false; }

  absl::Status answer = DeadlineExceeded("too late");
  absl::Time last_deadline;
  int asked = 0;
};

class DeafKeyStoreTest : public testing::Test {
 protected:
  absl::Status FindBy(absl::Time deadline) { return store_.FindKey(KeyId{1}, deadline).status(); }

  absl::Time now_ = absl::UnixEpoch();
  DeafEngine engine_;
  SqlKeyStore store_{engine_, [this] { return now_; }};
  const testing::Matcher<absl::Status> unreachable_ =
      test::Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE);
};

TEST_F(DeafKeyStoreTest, ALookupEndsAtTheDeadlineOfWhoAsks) {
  const absl::Time soon = now_ + absl::Milliseconds(10);
  engine_.answer = absl::OkStatus();
  EXPECT_THAT(FindBy(soon), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_EQ(engine_.last_deadline, soon);
  engine_.answer = DeadlineExceeded("too late");
  now_ = soon;
  EXPECT_THAT(FindBy(soon), FailsWith(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(DeafKeyStoreTest, ALookupWithoutADeadlineEndsToo) {
  EXPECT_THAT(FindBy(absl::InfiniteFuture()), unreachable_);
  EXPECT_EQ(engine_.last_deadline, now_ + SqlKeyStore::kLongestLookup);
}

TEST_F(DeafKeyStoreTest, AfterACallWithoutAnAnswerNobodyWaitsForAWhile) {
  EXPECT_THAT(FindBy(absl::InfiniteFuture()), unreachable_);
  now_ += SqlKeyStore::kSilence - absl::Milliseconds(1);
  EXPECT_THAT(FindBy(absl::InfiniteFuture()), unreachable_);
  EXPECT_THAT(store_.AddKeys({}), unreachable_);
  EXPECT_EQ(engine_.asked, 1);
  now_ += absl::Milliseconds(1);
  engine_.answer = Unavailable("gone").Reason(v1::ERROR_REASON_STORE_UNREACHABLE);
  EXPECT_THAT(store_.AddKeys({}), unreachable_);
  EXPECT_THAT(FindBy(absl::InfiniteFuture()), unreachable_);
  EXPECT_EQ(engine_.asked, 2);
}

TEST_F(DeafKeyStoreTest, AClockThatIsSetBackEndsTheSilence) {
  EXPECT_THAT(FindBy(absl::InfiniteFuture()), unreachable_);
  now_ -= absl::Hours(1);
  engine_.answer = absl::OkStatus();
  EXPECT_THAT(store_.AddKeys({}), IsOk());
}

TEST_F(DeafKeyStoreTest, WhatTheDatabaseAnswersIsNoSilence) {
  engine_.answer = Unavailable("the disk is full").Reason(v1::ERROR_REASON_DISK_SPACE);
  for (int asked = 1; asked <= 2; ++asked) {
    EXPECT_THAT(store_.AddKeys({}),
                test::Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DISK_SPACE));
    EXPECT_EQ(engine_.asked, asked);
  }
}

}  // namespace
}  // namespace probity::sealing
