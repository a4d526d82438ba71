// Two servers on one register: each one's screening index follows what both write.
#include "services/server/follower.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "services/core/clock.h"
#include "services/screening/index_projection.h"
#include "tests/support/postgres/register.h"
#include "tests/support/postgres/stopped.h"
#include "tests/support/status_matchers.h"

namespace probity {
namespace {

using test::Fails;
using test::IsOk;

// A server of the register, without what it answers.
class Site {
 public:
  Site(const postgres::RegisterOptions& options, int64_t instance, screening::Freshness freshness,
       bool follows = true) {
    postgres::RegisterOptions own = options;
    own.instance = instance;
    reg_ = *postgres::PgRegister::Open(own, rng_);
    index_ = std::make_unique<screening::IndexProjection>(
        reg_->store(), *matching::Model::BuiltIn(), clock_, std::move(freshness));
    reg_->store().AddListener(*index_);
    EXPECT_THAT(index_->Build(), IsOk());
    if (follows) follower_ = std::make_unique<Follower>(reg_->store(), *index_);
  }
  ~Site() {
    follower_.reset();
    reg_.reset();
  }
  storage::Store& store() { return reg_->store(); }
  screening::IndexProjection& index() { return *index_; }

  // Somebody with a record, in one write; where it stands.
  storage::Position PutOnRecord(int number) {
    storage::Position written;
    storage::Caller caller = {.viewer = storage::Viewer::System(),
                              .method = "test/Write",
                              .request_id = "",
                              .now = absl::FromUnixSeconds(4'000'000'000),
                              .written = &written};
    EXPECT_THAT(store().WriteWindow(caller,
                                    [&](storage::WriteTx& tx) -> absl::Status {
                                      v1::Person person;
                                      person.set_creator("system");
                                      person.add_names()->set_full(absl::StrCat("Kamara ", number));
                                      PROBITY_ASSIGN_OR_RETURN(person, tx.persons().Insert(person));
                                      v1::ScreeningRecord record;
                                      record.set_person(person.name());
                                      record.set_status(v1::ScreeningRecord::ACTIVE);
                                      return tx.screening_records().Insert(record).status();
                                    }),
                IsOk());
    return written;
  }

 private:
  core::SystemClock clock_;
  sealing::SystemRng rng_;
  std::unique_ptr<postgres::PgRegister> reg_;
  std::unique_ptr<screening::IndexProjection> index_;
  std::unique_ptr<Follower> follower_;
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() { made_.Close(); }
  std::unique_ptr<Site> Open(int64_t instance, screening::Freshness freshness = {}) {
    return std::make_unique<Site>(made_.options(), instance, std::move(freshness));
  }
  // Whose connections to the keys are told apart from others.
  postgres::RegisterOptions OptionsOfTwo() const {
    postgres::RegisterOptions options = made_.options();
    options.keys += " application_name=two";
    return options;
  }
  std::vector<std::string> KeyBackendsOfTwo() {
    return made_.keys().Sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'two'");
  }
  // The follower needs no help; the test only waits for it.
  template <typename Done>
  static bool Within(absl::Duration longest, Done done) {
    const absl::Time end = absl::Now() + longest;
    while (!done()) {
      if (absl::Now() > end) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

  test::PostgresTestRegister made_;
};

TEST_F(FollowerTest, Promise6EachServerShowsWhatBothHaveWritten) {
  constexpr int kWrites = 40;
  const auto one = Open(1), two = Open(2);
  const int64_t before = one->index().Snapshot()->index->size();
  std::vector<std::thread> writers;
  for (Site* site : {one.get(), two.get()}) {
    writers.emplace_back([site] {
      for (int i = 0; i < kWrites; ++i) {
        const storage::Position written = site->PutOnRecord(i);
        // What was acknowledged here is shown here.
        EXPECT_GE(site->index().Snapshot()->position.seq, written.seq);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  for (Site* site : {one.get(), two.get()}) {
    EXPECT_TRUE(Within(absl::Seconds(30), [&] {
      return site->index().Snapshot()->index->size() == before + 2 * kWrites;
    }));
  }
}

TEST_F(FollowerTest, Promise6WhoIsToldOfAWriteIsShownItByAnyServerAtOnce) {
  const auto one = Open(1), two = Open(2);
  for (int i = 0; i < 20; ++i) {
    const int64_t before = two->index().SnapshotOf(one->PutOnRecord(i))->index->size();
    EXPECT_EQ(two->index().SnapshotOf(one->PutOnRecord(100 + i))->index->size(), before + 1);
  }
}

// The poll asks again, on a connection that does not hang.
TEST_F(FollowerTest, ADatabaseThatHangsWithoutHangingUpHoldsNoFollowerForEver) {
  const auto one = Open(1);
  postgres::RegisterOptions options = made_.options();
  options.data += " application_name=two";
  Site two(options, 2, {});
  const test::Stopped stopped(
      made_.data().Sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'two'"));
  const storage::Position written = one->PutOnRecord(1);
  EXPECT_TRUE(Within(absl::Seconds(60), [&] {
    const absl::StatusOr<screening::IndexSnapshot> shown = two.index().Snapshot();
    return shown.ok() && shown->position.seq >= written.seq;
  }));
}

// The same of the keys: the person's is not in its memory.
TEST_F(FollowerTest, AKeyDatabaseThatHangsHoldsNoFollowerForEver) {
  const auto one = Open(1);
  Site two(OptionsOfTwo(), 2, {});
  const test::Stopped stopped(KeyBackendsOfTwo());
  const storage::Position written = one->PutOnRecord(1);
  EXPECT_TRUE(Within(absl::Seconds(60), [&] {
    const absl::StatusOr<screening::IndexSnapshot> shown = two.index().Snapshot();
    return shown.ok() && shown->position.seq >= written.seq;
  }));
}

// The writing thread follows what the other has written before it answers for its own.
TEST_F(FollowerTest, Promise6AKeyDatabaseThatHangsHoldsNoWriteForEver) {
  const auto one = Open(1);
  Site two(OptionsOfTwo(), 2, {}, /*follows=*/false);
  two.PutOnRecord(1);  // Has keys for more.
  {
    const test::Stopped stopped(KeyBackendsOfTwo());
    one->PutOnRecord(2);
    two.PutOnRecord(3);
    EXPECT_FALSE(two.index().fresh()) << "it may lack somebody";
    two.PutOnRecord(4);
  }
  EXPECT_TRUE(Within(absl::Seconds(60), [&] { return two.index().CatchUp().ok(); }));
  EXPECT_EQ(two.index().Snapshot()->index->size(), 4);
}

TEST_F(FollowerTest, Promise6AnIndexThatHasNotSeenTheRegisterForLongerThanItsBoundIsStale) {
  std::atomic<absl::Duration> now = absl::Hours(1);
  const screening::Freshness freshness = {.bound = absl::Seconds(5),
                                          .now = [&now] { return now.load(); }};
  test::PostgresTestRegister quiet;
  core::SystemClock clock;
  screening::IndexProjection index(quiet.store(), *matching::Model::BuiltIn(), clock, freshness);
  ASSERT_THAT(index.Build(), IsOk());
  now = now.load() + absl::Seconds(5);
  EXPECT_TRUE(index.fresh());
  now = now.load() + absl::Milliseconds(1);
  EXPECT_FALSE(index.fresh());
  EXPECT_THAT(index.Snapshot(),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE));
  ASSERT_THAT(index.CatchUp(), IsOk());
  EXPECT_TRUE(index.fresh());
}

}  // namespace
}  // namespace probity
