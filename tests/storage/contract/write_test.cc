// What a write promises: once, all or nothing, one leaf, few rows.
#include <atomic>
#include <future>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(StoreContract, ARecordedCaseIsReadBackWhole) {
  const v1::Case recorded = RecordCase("UNMIL");
  EXPECT_THAT(recorded.name(), testing::MatchesRegex("cases/[0-9a-z]{26}"));
  EXPECT_THAT(recorded.reference(), testing::MatchesRegex("PRB-2014-UNMIL-[0-9]{5}"));
  EXPECT_EQ(recorded.narrative(), "what was seen");
  ASSERT_EQ(recorded.allegations_size(), 1);
  EXPECT_EQ(recorded.allegations(0).case_name(), recorded.name());
  const absl::StatusOr<v1::Case> read = GetCase(SeesAll(), recorded.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), recorded.SerializeAsString());
}

TEST_P(StoreContract, RecordingWritesSixRows) {
  RecordCase("UNMIL");
  int64_t before = Integers("SELECT COUNT(*) FROM entities").front();
  before += Integers("SELECT COUNT(*) FROM cases").front();
  before += Integers("SELECT COUNT(*) FROM allegations").front();
  before += Integers("SELECT COUNT(*) FROM ledger").front();
  before += Integers("SELECT COUNT(*) FROM access_log").front();
  const int64_t sequence = Now().seq;
  RecordCase("UNMIL");
  int64_t after = Integers("SELECT COUNT(*) FROM entities").front();
  after += Integers("SELECT COUNT(*) FROM cases").front();
  after += Integers("SELECT COUNT(*) FROM allegations").front();
  after += Integers("SELECT COUNT(*) FROM ledger").front();
  after += Integers("SELECT COUNT(*) FROM access_log").front();
  EXPECT_EQ(after - before, 5);        // two entities, the case, the allegation, the leaf
  EXPECT_EQ(Now().seq - sequence, 1);  // and the clock
}

TEST_P(StoreContract, Promise2TheSameRequestIsAnsweredAgainAndWritesNothing) {
  const storage::Caller caller = Writer();
  v1::CreatePersonRequest request;
  request.set_request_id(caller.request_id);
  const auto make = [&](storage::WriteTx& tx) {
    v1::Person person;
    person.set_creator("amina");
    person.add_names()->set_full("Leyla Okafor");
    return tx.persons().Insert(person);
  };
  const absl::StatusOr<v1::Person> first = store().Write(caller, request, make);
  ASSERT_THAT(first, IsOk());
  const storage::Position position = Now();
  Restart();
  const absl::StatusOr<v1::Person> again = store().Write(caller, request, make);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Now().seq, position.seq);
}

TEST_P(StoreContract, Promise2TheAnswerIsThatOfThenEvenIfTheResourceHasChanged) {
  const storage::Caller caller = Writer();
  v1::CreatePersonRequest request;
  const auto make = [&](storage::WriteTx& tx) {
    v1::Person person;
    person.set_creator("amina");
    person.add_names()->set_full("Leyla Okafor");
    return tx.persons().Insert(person);
  };
  const absl::StatusOr<v1::Person> first = store().Write(caller, request, make);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(store().Write(Writer(), v1::UpdatePersonRequest(),
                            [&](storage::WriteTx& tx) {
                              v1::Person next = *first;
                              next.mutable_names(0)->set_full("Leyla Sané");
                              return tx.persons().Update(next);
                            }),
              IsOk());
  const absl::StatusOr<v1::Person> again = store().Write(caller, request, make);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->names(0).full(), "Leyla Okafor");
  EXPECT_EQ(again->etag(), first->etag());
}

TEST_P(StoreContract, Promise2AnotherRequestWithTheSameIdIsRefused) {
  const storage::Caller caller = Writer();
  v1::CreatePersonRequest request;
  const auto make = [&](storage::WriteTx& tx) {
    v1::Person person;
    person.set_creator("amina");
    return tx.persons().Insert(person);
  };
  ASSERT_THAT(store().Write(caller, request, make), IsOk());
  request.mutable_person()->add_names()->set_full("another body");
  EXPECT_THAT(store().Write(caller, request, make),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED, "request_id"));
}

TEST_P(StoreContract, TwoPrincipalsMayChooseTheSameRequestId) {
  storage::Caller first = Writer("amina");
  storage::Caller second = Writer("bo");
  second.request_id = first.request_id;
  const auto make = [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); };
  const auto a = store().Write(first, v1::CreatePersonRequest(), make);
  const auto b = store().Write(second, v1::CreatePersonRequest(), make);
  ASSERT_THAT(a, IsOk());
  ASSERT_THAT(b, IsOk());
  EXPECT_NE(a->name(), b->name());
}

TEST_P(StoreContract, Promise2AStaleEtagIsAborted) {
  const v1::Case recorded = RecordCase("UNMIL");
  ASSERT_THAT(Retitle(recorded, "second version"), IsOk());
  EXPECT_THAT(Retitle(recorded, "lost update"),
              Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
  EXPECT_EQ(GetCase(SeesAll(), recorded.name())->narrative(), "second version");
}

TEST_P(StoreContract, Promise2HalfAnEtagIsNone) {
  const v1::Case recorded = RecordCase("UNMIL");
  v1::Case forged = recorded;
  // The position is right, and the commitment is another row's.
  std::string& etag = *forged.mutable_etag();
  etag.replace(etag.size() - 4, 4, etag.substr(etag.size() - 4) == "AAAA" ? "BBBB" : "AAAA");
  EXPECT_THAT(Retitle(forged, "lost update"),
              Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
  forged.clear_etag();
  EXPECT_THAT(Retitle(forged, "lost update"),
              Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
  EXPECT_THAT(Retitle(recorded, "second version"), IsOk());
}

TEST_P(StoreContract, Promise2TheAnswerToAChangedCaseIsTheSameBytesAgain) {
  v1::Case changed = RecordCase("UNMIL");
  changed.set_narrative("second version");
  const storage::Caller caller = Writer();
  const auto update = [&](storage::WriteTx& tx) { return tx.cases().Update(changed); };
  const absl::StatusOr<v1::Case> first = store().Write(caller, v1::GetCaseRequest(), update);
  const absl::StatusOr<v1::Case> again = store().Write(caller, v1::GetCaseRequest(), update);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->allegations_size(), 1);
  EXPECT_EQ(first->state(), v1::Allegation::RECEIVED);
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
}

TEST_P(StoreContract, AFailingBodyLeavesNothing) {
  const storage::Position before = Now();
  const int64_t entities = Integers("SELECT COUNT(*) FROM entities").front();
  EXPECT_THAT(
      store().Write(Writer(), v1::CreatePersonRequest(),
                    [](storage::WriteTx& tx) -> absl::StatusOr<v1::Person> {
                      PROBITY_RETURN_IF_ERROR(tx.persons().Insert(v1::Person()).status());
                      return FailedPrecondition("no").Reason(v1::ERROR_REASON_GUARD_NOT_MET);
                    }),
      Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_EQ(Now().seq, before.seq);
  EXPECT_EQ(Integers("SELECT COUNT(*) FROM entities").front(), entities);
}

TEST_P(StoreContract, APreparedWriteThatIsDroppedNeverHappens) {
  const storage::Position before = Now();
  const storage::Caller caller = Writer();
  const v1::CreatePersonRequest request;
  bool ran = false;
  {
    const auto dropped = store().Prepare(caller, request, [&ran](storage::WriteTx& tx) {
      ran = true;
      return tx.persons().Insert(v1::Person());
    });
  }
  RecordPerson("after");
  EXPECT_FALSE(ran);
  EXPECT_EQ(Now().seq, before.seq + 1);
}

TEST_P(StoreContract, StartedWritesAreEachAnsweredOnceWithTheirOwnAnswer) {
  constexpr int kWrites = 100;
  std::vector<storage::Caller> callers;
  std::vector<v1::CreatePersonRequest> requests(kWrites);
  std::vector<absl::StatusOr<v1::Person>> answers(kWrites, absl::UnknownError("none"));
  for (int i = 0; i < kWrites; ++i) callers.push_back(Writer());
  std::atomic<int> answered = 0;
  std::promise<void> all;
  for (int i = 0; i < kWrites; ++i) {
    store()
        .Prepare(callers[i], requests[i],
                 [i](storage::WriteTx& tx) -> absl::StatusOr<v1::Person> {
                   if (i % 10 == 9) return FailedPrecondition("no");
                   v1::Person person;
                   person.add_names()->set_full(absl::StrCat("Person ", i));
                   return tx.persons().Insert(person);
                 })
        .Start([&, i](absl::StatusOr<v1::Person> answer) {
          answers[i] = std::move(answer);
          if (++answered == kWrites) all.set_value();
        });
  }
  all.get_future().wait();
  for (int i = 0; i < kWrites; ++i) {
    if (i % 10 == 9) {
      EXPECT_THAT(answers[i], FailsWith(StatusCode::kFailedPrecondition));
    } else {
      ASSERT_THAT(answers[i], IsOk());
      EXPECT_EQ(answers[i]->names(0).full(), absl::StrCat("Person ", i));
    }
  }
  EXPECT_EQ(Integers("SELECT COUNT(*) FROM persons").front(), kWrites - kWrites / 10);
}

TEST_P(StoreContract, ARegisterThatIsClosedAnswersFirstWhatWasStarted) {
  constexpr int kWrites = 50;
  std::vector<storage::Caller> callers;
  const v1::CreatePersonRequest request;
  std::atomic<int> answered = 0;
  for (int i = 0; i < kWrites; ++i) callers.push_back(Writer());
  for (int i = 0; i < kWrites; ++i) {
    store()
        .Prepare(callers[i], request,
                 [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); })
        .Start([&](const absl::StatusOr<v1::Person>& answer) {
          EXPECT_THAT(answer, IsOk());
          ++answered;
        });
  }
  Restart();
  EXPECT_EQ(answered, kWrites);
  EXPECT_EQ(Integers("SELECT COUNT(*) FROM persons").front(), kWrites);
}

TEST_P(StoreContract, AStartedTrialIsAnsweredWhenItsTraceIsDurable) {
  const storage::Caller caller = Writer();
  v1::CreatePersonRequest request;
  request.set_validate_only(true);
  const int64_t traces = Integers("SELECT COUNT(*) FROM access_log").front();
  std::promise<int64_t> then;
  store()
      .Prepare(caller, request,
               [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); })
      .Start([&](const absl::StatusOr<v1::Person>& answer) {
        EXPECT_THAT(answer, IsOk());
        then.set_value(Integers("SELECT COUNT(*) FROM access_log").front());
      });
  EXPECT_EQ(then.get_future().get(), traces + 1);
}

TEST_P(StoreContract, ValidatingOnlyAnswersAndWritesNothing) {
  const storage::Position before = Now();
  const int64_t leaves = store().Status()->ledger_leaves;
  v1::CreatePersonRequest request;
  request.set_validate_only(true);
  EXPECT_THAT(store().Write(Writer(), request,
                            [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); }),
              IsOk());
  EXPECT_EQ(Now().seq, before.seq);
  EXPECT_EQ(store().Status()->ledger_leaves, leaves);
}

// Keys come in pools of 256 that share all but their last byte.
TEST_P(StoreContract, WhatIsRolledBackGivesItsKeysBack) {
  const auto insert = [](storage::WriteTx& tx) { return tx.persons().Insert(v1::Person()); };
  RecordPerson("before");
  for (int i = 0; i < 300; ++i) {
    v1::CreatePersonRequest trial;
    trial.set_validate_only(true);
    ASSERT_THAT(store().Write(Writer(), trial, insert), IsOk());
    ASSERT_THAT(store().Write(Writer(), v1::CreatePersonRequest(),
                              [&](storage::WriteTx& tx) -> absl::StatusOr<v1::Person> {
                                PROBITY_RETURN_IF_ERROR(insert(tx).status());
                                return FailedPrecondition("no");
                              }),
                FailsWith(StatusCode::kFailedPrecondition));
  }
  RecordPerson("after");
  EXPECT_THAT(Integers("SELECT COUNT(DISTINCT substr(key_id, 1, 15)) FROM entities"),
              testing::ElementsAre(1));
  EXPECT_THAT(Integers("SELECT COUNT(*) - COUNT(DISTINCT key_id) FROM entities "
                       "WHERE key_id IS NOT NULL"),
              testing::ElementsAre(0));
}

TEST_P(StoreContract, ACodeIsTakenOnce) {
  const auto make = [](storage::WriteTx& tx) {
    v1::Mission mission;
    mission.set_name("missions/UNTEST");
    return tx.missions().Insert(mission);
  };
  ASSERT_THAT(store().Write(Writer(), v1::CreateMissionRequest(), make), IsOk());
  EXPECT_THAT(store().Write(Writer(), v1::CreateMissionRequest(), make),
              Fails(StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS));
}

class Heard final : public storage::CommitListener {
 public:
  void OnCommit(const storage::Commit& commit) override { commits.push_back(commit); }
  void OnRepeat(int64_t leaves) override { repeated = leaves; }
  std::vector<storage::Commit> commits;
  int64_t repeated = 0;
};

TEST_P(StoreContract, AListenerHearsACommitBeforeItsWriterIsAnswered) {
  Heard heard;
  store().AddListener(heard);
  const v1::Person person = RecordPerson("Leyla Okafor");
  ASSERT_EQ(heard.commits.size(), 1u);
  ASSERT_EQ(heard.commits[0].touched.size(), 1u);
  EXPECT_EQ(heard.commits[0].touched[0].name, person.name());
  EXPECT_EQ(heard.commits[0].position.seq, Now().seq);
  opened_.reset();
}

TEST_P(StoreContract, AWindowIsOneLeafAndAnEmptyOneNone) {
  const int64_t leaves = store().Status()->ledger_leaves;
  storage::Caller caller = Writer();
  caller.request_id.clear();
  ASSERT_THAT(
      store().WriteWindow(caller,
                          [](storage::WriteTx& tx) -> absl::Status {
                            for (int i = 0; i < 256; ++i) {
                              PROBITY_RETURN_IF_ERROR(tx.persons().Insert(v1::Person()).status());
                            }
                            return absl::OkStatus();
                          }),
      IsOk());
  EXPECT_EQ(store().Status()->ledger_leaves, leaves + 1);
  const storage::Position after = Now();
  ASSERT_THAT(store().WriteWindow(caller, [](storage::WriteTx&) { return absl::OkStatus(); }),
              IsOk());
  EXPECT_EQ(store().Status()->ledger_leaves, leaves + 1);
  EXPECT_EQ(Now().seq, after.seq);
}

}  // namespace
}  // namespace probity::test
