// Promise 5: who may not see it cannot tell that it exists.
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

TEST_P(StoreContract, Promise5AHiddenCaseAnswersAsAnAbsentOne) {
  const v1::Case hidden = RecordCase("UNMIL");
  // A name that this register could have given out, and did not.
  const std::string absent = [&] {
    std::string name = RecordPerson("nobody").name();
    return absl::StrCat("cases/", name.substr(name.find('/') + 1));
  }();
  const absl::StatusOr<v1::Case> a = GetCase(SeesOnly("MONUSCO"), hidden.name());
  const absl::StatusOr<v1::Case> b = GetCase(SeesOnly("MONUSCO"), absent);
  EXPECT_THAT(a, Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(a.status().ToString(), b.status().ToString());
}

TEST_P(StoreContract, Promise5ListsHoldOnlyWhatIsVisible) {
  const v1::Case ours = RecordCase("UNMIL");
  RecordCase("MONUSCO");
  const v1::Case ours_too = RecordCase("UNMIL");
  EXPECT_THAT(ListNames(SeesOnly("UNMIL"), 1), testing::ElementsAre(ours_too.name(), ours.name()));
  EXPECT_THAT(ListNames(SeesOnly("MINUSCA"), 10), testing::IsEmpty());
}

TEST_P(StoreContract, PagesOfSeveralMissionsAreMergedNewestFirst) {
  std::vector<std::string> names;
  for (int i = 0; i < 7; ++i) {
    names.insert(names.begin(), RecordCase(i % 2 == 0 ? "UNMIL" : "MINUSTAH").name());
  }
  storage::Viewer both = SeesOnly("UNMIL");
  both.missions.push_back("missions/MINUSTAH");
  EXPECT_EQ(ListNames(both, 2), names);
  EXPECT_EQ(ListNames(SeesAll(), 3), names);
}

TEST_P(StoreContract, Promise5AWallHidesACaseFromOneWhoSeesAllElse) {
  const v1::Case walled = RecordCase("UNMIL");
  const storage::Position then = Now();
  ASSERT_THAT(
      store().WriteWindow(
          Writer(), [&](storage::WriteTx& tx) { return tx.cases().Wall(walled.name(), "bo"); }),
      IsOk());
  EXPECT_THAT(GetCase(SeesAll("bo"), walled.name()),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(ListNames(SeesAll("bo"), 10), testing::IsEmpty());
  EXPECT_THAT(ListNames(SeesOnly("UNMIL", "bo"), 10), testing::IsEmpty());
  // As-of changes the data, never the permission.
  EXPECT_THAT(GetCase(SeesAll("bo"), walled.name(), {.seq = then.seq}),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(GetCase(SeesAll("amina"), walled.name()), IsOk());
}

TEST_P(StoreContract, Promise5AHiddenCaseCannotBeChanged) {
  const v1::Case hidden = RecordCase("UNMIL");
  storage::Caller outsider = Writer("bo");
  outsider.viewer = SeesOnly("MONUSCO");
  EXPECT_THAT(store().Write(outsider, v1::GetCaseRequest(),
                            [&](storage::WriteTx& tx) { return tx.cases().Update(hidden); }),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_P(StoreContract, APersonIsVisibleThroughAVisibleAllegation) {
  const v1::Person person = RecordPerson("Leyla Okafor", "amina");
  EXPECT_THAT(GetPerson(SeesAll("amina"), person.name()), IsOk());
  EXPECT_THAT(GetPerson(SeesAll("bo"), person.name()), FailsWith(StatusCode::kNotFound));
  RecordCase("UNMIL", v1::Allegation::RECEIVED, person.name());
  EXPECT_THAT(GetPerson(SeesOnly("UNMIL"), person.name()), IsOk());
  EXPECT_THAT(GetPerson(SeesOnly("MONUSCO"), person.name()), FailsWith(StatusCode::kNotFound));
  // Who made the record sees it no longer by that alone, once something links to it.
  EXPECT_THAT(GetPerson(SeesOnly("MONUSCO", "amina"), person.name()),
              FailsWith(StatusCode::kNotFound));
}

TEST_P(StoreContract, ANameOfAnotherRegisterOrKindIsAbsent) {
  EXPECT_THAT(GetCase(SeesAll(), "cases/70000000000000000000000000"),
              FailsWith(StatusCode::kNotFound));
  EXPECT_THAT(GetCase(SeesAll(), "cases/hello"),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_NAME));
  EXPECT_THAT(GetCase(SeesAll(), RecordPerson("x").name()),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_NAME));
}

}  // namespace
}  // namespace probity::test
