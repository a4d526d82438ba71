// Promise 5: who may not see it cannot tell that it exists.
#include "proto/support/status_macros.h"
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

// As-of changes the data, never the permission: it is judged by the mission that has the case now.
TEST_P(StoreContract, Promise5ACaseThatMovedIsSeenByItsMissionOfNowAlsoInThePast) {
  const v1::Case there = RecordCase("UNMIL");
  const storage::Position then = Now();
  v1::Case moved = there;
  moved.set_mission("missions/MONUSCO");
  ASSERT_THAT(Retitle(moved, "moved"), IsOk());
  EXPECT_THAT(GetCase(SeesOnly("UNMIL"), there.name(), {.seq = then.seq}),
              Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(ListNames(SeesOnly("UNMIL"), 10, {.seq = then.seq}), testing::IsEmpty());
  EXPECT_THAT(ListNames(SeesOnly("UNMIL"), 10), testing::IsEmpty());
  const absl::StatusOr<v1::Case> seen =
      GetCase(SeesOnly("MONUSCO"), there.name(), {.seq = then.seq});
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->mission(), "missions/UNMIL") << "the data is that of then";
  EXPECT_THAT(ListNames(SeesOnly("MONUSCO"), 10, {.seq = then.seq}),
              testing::ElementsAre(there.name()));
  EXPECT_THAT(ListNames(SeesOnly("MONUSCO"), 10), testing::ElementsAre(there.name()));
}

TEST_P(StoreContract, AFilterByMissionIsOfTheDataOfThen) {
  const v1::Case there = RecordCase("UNMIL");
  const storage::Position then = Now();
  v1::Case moved = there;
  moved.set_mission("missions/MONUSCO");
  ASSERT_THAT(Retitle(moved, "moved"), IsOk());
  const auto count = [&](const storage::Viewer& viewer, const char* mission) {
    size_t rows = 0;
    EXPECT_THAT(store().Read(viewer, {.seq = then.seq},
                             [&](const storage::ReadTx& tx) -> absl::Status {
                               PROBITY_ASSIGN_OR_RETURN(
                                   const auto page, tx.cases().List({.mission = mission}, {}, 10));
                               rows = page.items.size();
                               return absl::OkStatus();
                             }),
                IsOk());
    return rows;
  };
  EXPECT_EQ(count(SeesAll(), "missions/UNMIL"), 1u);
  EXPECT_EQ(count(SeesAll(), "missions/MONUSCO"), 0u);
  EXPECT_EQ(count(SeesOnly("UNMIL"), "missions/UNMIL"), 0u) << "it is not theirs any more";
}

TEST_P(StoreContract, Promise5AWalledRowInAListMovesNoPage) {
  std::vector<std::string> seen;
  for (int i = 0; i < 7; ++i) {
    const v1::Case made = RecordCase("UNMIL");
    if (i % 3 != 1) {
      seen.insert(seen.begin(), made.name());
      continue;
    }
    ASSERT_THAT(
        store().WriteWindow(
            Writer(), [&](storage::WriteTx& tx) { return tx.cases().Wall(made.name(), "bo"); }),
        IsOk());
  }
  for (const storage::Viewer& viewer : {SeesAll("bo"), SeesOnly("UNMIL", "bo")}) {
    for (const int page_size : {1, 2, 5, 7}) {
      EXPECT_EQ(ListNames(viewer, page_size), seen) << page_size;
    }
    // A page that ends with the last row it may show is the last one.
    EXPECT_THAT(store().Read(viewer, {},
                             [&](const storage::ReadTx& tx) -> absl::Status {
                               PROBITY_ASSIGN_OR_RETURN(const auto page,
                                                        tx.cases().List({}, {}, 5));
                               EXPECT_EQ(page.items.size(), 5u);
                               EXPECT_FALSE(page.next.has_value());
                               return absl::OkStatus();
                             }),
                IsOk());
  }
}

TEST_P(StoreContract, AMissionThatAViewerHasTwiceIsListedOnce) {
  const v1::Case made = RecordCase("UNMIL");
  storage::Viewer twice = SeesOnly("UNMIL");
  twice.missions.push_back("missions/UNMIL");
  EXPECT_THAT(ListNames(twice, 10), testing::ElementsAre(made.name()));
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
  EXPECT_THAT(store().Read(SeesAll(), {},
                           [](const storage::ReadTx& tx) {
                             EXPECT_THAT(tx.missions().Get("missions/NOSUCH"),
                                         FailsWith(StatusCode::kNotFound));
                             return tx.missions().Get("hello").status();
                           }),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_NAME));
}

}  // namespace
}  // namespace probity::test
