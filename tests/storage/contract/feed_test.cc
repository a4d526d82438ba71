// What one server learns of what all of them write, and what a caller may ask to be shown at least.
#include "probity/v1/person.pb.h"
#include "storage/ledger/leaf.h"
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

class Told final : public storage::CommitListener {
 public:
  void OnCommit(const storage::Commit& commit) override { commits.push_back(commit); }
  void OnRepeat(int64_t leaves) override { repeated = leaves; }
  std::vector<storage::Commit> commits;
  int64_t repeated = 0;
};

class Feed : public StoreContract {
 protected:
  std::vector<storage::Commit> From(int64_t leaf_index, int limit) {
    std::vector<storage::Commit> commits;
    EXPECT_THAT(store().Read(storage::Viewer::System(), {},
                             [&](const storage::ReadTx& tx) -> absl::Status {
                               leaves = tx.leaves();
                               PROBITY_ASSIGN_OR_RETURN(commits, tx.CommitsFrom(leaf_index, limit));
                               return absl::OkStatus();
                             }),
                IsOk());
    return commits;
  }
  int64_t Leaves() {
    From(0, 1);
    return leaves;
  }
  absl::Status ReadAtLeast(storage::Position position) {
    storage::Viewer viewer = SeesAll();
    viewer.at_least = position;
    return store().Read(viewer, {}, [](const storage::ReadTx&) { return absl::OkStatus(); });
  }
  static absl::StatusOr<v1::Person> Insert(storage::WriteTx& tx) {
    v1::Person person;
    person.set_creator("amina");
    return tx.persons().Insert(person);
  }

  int64_t leaves = 0;
};

INSTANTIATE_TEST_SUITE_P(Engines, Feed, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(Feed, TellsWhatAListenerIsToldInTheSameOrder) {
  Told told;
  store().AddListener(told);
  const int64_t before = Leaves();
  RecordPerson("Leyla Okafor");
  const v1::Case recorded = RecordCase("UNMIL");
  ASSERT_THAT(Retitle(recorded, "another"), IsOk());
  const std::vector<storage::Commit> commits = From(before, 100);
  ASSERT_EQ(commits.size(), told.commits.size());
  ASSERT_EQ(commits.size(), 3u);
  for (size_t i = 0; i < commits.size(); ++i) {
    EXPECT_EQ(commits[i].leaf_index, before + static_cast<int64_t>(i));
    EXPECT_EQ(commits[i].leaf_index, told.commits[i].leaf_index);
    EXPECT_EQ(commits[i].position.seq, told.commits[i].position.seq);
    EXPECT_EQ(commits[i].position.epoch, told.commits[i].position.epoch);
    EXPECT_EQ(commits[i].recorded, told.commits[i].recorded);
    EXPECT_EQ(commits[i].leaf, told.commits[i].leaf);
    EXPECT_EQ(ledger::DecodeWriteLeaf(commits[i].leaf)->leaf_index, commits[i].leaf_index);
    ASSERT_EQ(commits[i].touched.size(), told.commits[i].touched.size());
    for (size_t row = 0; row < commits[i].touched.size(); ++row) {
      EXPECT_EQ(commits[i].touched[row].kind, told.commits[i].touched[row].kind);
      EXPECT_EQ(commits[i].touched[row].name, told.commits[i].touched[row].name);
    }
  }
  opened_.reset();
}

TEST_P(Feed, IsReadInPagesFromItsFirstLeaf) {
  RecordPerson("Leyla Okafor");
  const int64_t all = Leaves();
  int64_t next = 0;
  while (next < all) {
    const std::vector<storage::Commit> page = From(next, 2);
    ASSERT_FALSE(page.empty());
    ASSERT_LE(page.size(), 2u);
    for (const storage::Commit& commit : page) EXPECT_EQ(commit.leaf_index, next++);
  }
  EXPECT_TRUE(From(all, 2).empty());
}

TEST_P(Feed, AWriterLearnsWhereHisWriteStands) {
  storage::Position written;
  storage::Caller caller = Writer();
  caller.written = &written;
  v1::CreatePersonRequest request;
  ASSERT_THAT(store().Write(caller, request, &Insert), IsOk());
  EXPECT_EQ(written.seq, Now().seq);
  EXPECT_EQ(written.epoch, Now().epoch);
  // The same request_id: the write of then, or later.
  RecordPerson("Leyla Okafor");
  const int64_t first = written.seq;
  written = {};
  ASSERT_THAT(store().Write(caller, request, &Insert), IsOk());
  EXPECT_GE(written.seq, first);
  // Nothing was written.
  written = {};
  storage::Caller trying = Writer();
  trying.written = &written;
  request.set_validate_only(true);
  ASSERT_THAT(store().Write(trying, request, &Insert), IsOk());
  EXPECT_EQ(written.seq, 0);
}

TEST_P(Feed, AListenerIsToldOfARepetitionToo) {
  Told told;
  store().AddListener(told);
  const storage::Caller caller = Writer();
  ASSERT_THAT(store().Write(caller, v1::CreatePersonRequest(), &Insert), IsOk());
  EXPECT_EQ(told.repeated, 0);
  ASSERT_THAT(store().Write(caller, v1::CreatePersonRequest(), &Insert), IsOk());
  EXPECT_EQ(told.repeated, told.commits.back().leaf_index + 1);
  EXPECT_EQ(told.commits.size(), 1u);
  opened_.reset();
}

TEST_P(Feed, AWindowIsNotedAndAnEmptyOneNot) {
  storage::Position written;
  storage::Caller caller = Writer();
  caller.request_id.clear();
  caller.written = &written;
  ASSERT_THAT(store().WriteWindow(caller, [](storage::WriteTx&) { return absl::OkStatus(); }),
              IsOk());
  EXPECT_EQ(written.seq, 0);
  ASSERT_THAT(store().WriteWindow(
                  caller, [](storage::WriteTx& tx) -> absl::Status { return Insert(tx).status(); }),
              IsOk());
  EXPECT_EQ(written.seq, Now().seq);
}

TEST_P(Feed, WhoAsksForAChangeIsShownItOrRefused) {
  RecordPerson("Leyla Okafor");
  const storage::Position now = Now();
  EXPECT_THAT(ReadAtLeast(now), IsOk());
  EXPECT_THAT(ReadAtLeast({now.epoch, now.seq - 1}), IsOk());
  EXPECT_THAT(ReadAtLeast({now.epoch, now.seq + 1}),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_CHANGE_NOT_SEEN_YET));
  EXPECT_THAT(ReadAtLeast({now.epoch - 1, now.seq}),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CHANGE_LOST));
  storage::Caller caller = Writer();
  caller.viewer.at_least = storage::Position{now.epoch + 1, 1};
  EXPECT_THAT(store().Write(caller, v1::CreatePersonRequest(), &Insert),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CHANGE_LOST));
  // A write does not count for what it was to see.
  caller = Writer();
  caller.viewer.at_least = storage::Position{now.epoch, Now().seq + 1};
  EXPECT_THAT(store().Write(caller, v1::CreatePersonRequest(), &Insert),
              Fails(StatusCode::kUnavailable, v1::ERROR_REASON_CHANGE_NOT_SEEN_YET));
}

}  // namespace
}  // namespace probity::test
