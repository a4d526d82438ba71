// Promise 2, a write happens once, also when its callers come at the same moment.
#include <future>
#include <thread>

#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

class Concurrency : public StoreContract {
 protected:
  using Act = std::function<absl::StatusOr<v1::Case>()>;

  // Runs all of them in one batch: they wait behind a write that is held until they do.
  std::vector<absl::StatusOr<v1::Case>> InOneBatch(const std::vector<Act>& acts) {
    std::promise<void> held;
    std::promise<void> release;
    const storage::Caller holder = Writer("holder");
    std::thread first([&] {
      EXPECT_THAT(store().WriteWindow(holder,
                                      [&](storage::WriteTx& /*tx*/) {
                                        held.set_value();
                                        release.get_future().wait();
                                        return absl::OkStatus();
                                      }),
                  IsOk());
    });
    held.get_future().wait();
    std::vector<std::future<absl::StatusOr<v1::Case>>> answers;
    for (const Act& act : acts) answers.push_back(std::async(std::launch::async, act));
    while (opened_->waiting() < acts.size()) std::this_thread::yield();
    release.set_value();
    first.join();
    return All(answers);
  }

  std::vector<absl::StatusOr<v1::Case>> AtOnce(const std::vector<Act>& acts) {
    std::vector<std::future<absl::StatusOr<v1::Case>>> answers;
    for (const Act& act : acts) answers.push_back(std::async(std::launch::async, act));
    return All(answers);
  }

  // Writers of different text who have read the same version of a case.
  std::vector<Act> Rivals(const v1::Case& read, int count) {
    std::vector<Act> acts;
    for (int i = 0; i < count; ++i) {
      v1::Case next = read;
      next.set_narrative(absl::StrCat("by writer ", i));
      acts.push_back([this, next, caller = Writer()] {
        return store().Write(caller, v1::GetCaseRequest(),
                             [&](storage::WriteTx& tx) { return tx.cases().Update(next); });
      });
    }
    return acts;
  }

  // Callers who send one request under one request_id.
  std::vector<Act> Repetitions(int count) {
    const Act act = [this, caller = Writer()] {
      return store().Write(caller, v1::RecordAllegationRequest(), [](storage::WriteTx& tx) {
        v1::Case received;
        received.set_mission("missions/UNMIL");
        return tx.cases().Insert(received);
      });
    };
    return std::vector<Act>(count, act);
  }

  void ExpectOneWon(const v1::Case& read, const std::vector<absl::StatusOr<v1::Case>>& answers) {
    int won = 0;
    for (const absl::StatusOr<v1::Case>& answer : answers) {
      if (!answer.ok()) {
        EXPECT_THAT(answer, Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
        continue;
      }
      ++won;
      EXPECT_EQ(GetCase(SeesAll(), read.name())->narrative(), answer->narrative());
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(Integers("SELECT COUNT(*) FROM cases").front(), 2);
  }

  void ExpectOneWrite(const std::vector<absl::StatusOr<v1::Case>>& answers) {
    for (const absl::StatusOr<v1::Case>& answer : answers) {
      ASSERT_THAT(answer, IsOk());
      EXPECT_EQ(answer->SerializeAsString(), answers.front()->SerializeAsString());
    }
    EXPECT_EQ(Integers("SELECT COUNT(*) FROM cases").front(), 1);
    EXPECT_EQ(Integers("SELECT COUNT(*) FROM ledger WHERE request_id IS NOT NULL").front(), 1);
    EXPECT_EQ(Integers("SELECT COUNT(*) FROM access_log").front(),
              static_cast<int64_t>(answers.size()) - 1)
        << "the others were read";
  }

 private:
  static std::vector<absl::StatusOr<v1::Case>> All(
      std::vector<std::future<absl::StatusOr<v1::Case>>>& answers) {
    std::vector<absl::StatusOr<v1::Case>> all;
    for (auto& answer : answers) all.push_back(answer.get());
    return all;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, Concurrency, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(Concurrency, Promise2OfWritersWithOneEtagInOneBatchOneWins) {
  const v1::Case read = RecordCase("UNMIL");
  ExpectOneWon(read, InOneBatch(Rivals(read, 3)));
}

TEST_P(Concurrency, Promise2OfWritersWithOneEtagAtOnceOneWins) {
  const v1::Case read = RecordCase("UNMIL");
  ExpectOneWon(read, AtOnce(Rivals(read, 8)));
}

TEST_P(Concurrency, Promise2ARequestThatComesTwiceInOneBatchIsWrittenOnce) {
  ExpectOneWrite(InOneBatch(Repetitions(3)));
}

TEST_P(Concurrency, Promise2ARequestThatComesTwiceAtOnceIsWrittenOnce) {
  ExpectOneWrite(AtOnce(Repetitions(8)));
}

}  // namespace
}  // namespace probity::test
