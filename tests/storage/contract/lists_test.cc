// What a page of a list costs: what it holds, not what its caller may not see or has skipped.
#include <memory>

#include "absl/strings/str_cat.h"
#include "storage/sealing/opaque_id.h"
#include "storage/sealing/reference.h"
#include "storage/sealing/sealer.h"
#include "storage/sealing/system_rng.h"
#include "storage/sql/sql_tx.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

// The register's own tables, over sessions of the test, so that it can count.
struct Tables {
  explicit Tables(sealing::Keyring& register_keyring) : keyring(register_keyring) {}

  sealing::Keyring& keyring;
  sealing::SystemRng rng;
  const sealing::OpaqueIds ids{keyring.ForRegister(sealing::Purpose::kNames)};
  const sql::OpaqueNames names{ids, sql::ResourceMessages()};
  const sealing::Sealer sealer{keyring, rng};
  const std::unique_ptr<sql::Codecs> codecs = *sql::Codecs::Make(names, sealer);
  const sql::Tx::Parts parts{*codecs, names, keyring};
  const sealing::References references{keyring.ForRegister(sealing::Purpose::kReferences)};
};

class Lists : public StoreContract {
 protected:
  // What the rest of the test reads.
  template <typename Body>
  void Fill(Body body) {
    ASSERT_THAT(store().WriteWindow({.viewer = storage::Viewer::System(),
                                     .method = "test/Fill",
                                     .request_id = "",
                                     .now = absl::Now()},
                                    body),
                IsOk());
    opened_->CountRows();
    tables_.emplace(opened_->reg().keyring());
  }

  // The rows that `body`, which takes a const ReadTx& and returns a Status, visits.
  template <typename Body>
  int64_t Visited(const storage::Viewer& viewer, std::optional<int64_t> as_of, Body body) {
    EXPECT_THAT(engine().Read([&](sql::Session& session) {
      sql::Tx rows(session, tables_->parts, viewer, as_of);
      const absl::Status status = body(sql::SqlTx(rows, tables_->references));
      work_ = session.work();
      return status;
    }),
                IsOk());
    return work_.rows_visited;
  }

  static storage::Viewer Sees(const std::string& mission) {
    storage::Viewer viewer = SeesAll("bo");
    viewer.all_missions = mission.empty();
    viewer.missions = {mission};
    return viewer;
  }
  static int64_t VisitsOf(int64_t rows) { return rows * GetParam().visits.a_row; }
  static int64_t VisitsOfSteps(int64_t steps) { return steps * GetParam().visits.a_step; }

  sql::Work work_;  // Of the last body.
  std::optional<Tables> tables_;
};

constexpr int kCasesInAll = 20'000;
constexpr int kLongAgo = 10;

// 20,000 cases in 30 missions, MANY with half of them; MEAGRE has 40. Each has one allegation; the
// oldest ten of MANY alone are CLOSED, and were received long ago.
class CaseLists : public Lists {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    Fill([](storage::WriteTx& tx) -> absl::Status {
      for (int i = 0; i < kCasesInAll; ++i) {
        const bool old = i < 2 * kLongAgo && i % 2 == 1;
        v1::Case filler;
        filler.set_mission(i % 500 == 0 ? "missions/MEAGRE"
                           : i % 2 == 1 ? "missions/MANY"
                                        : absl::StrCat("missions/M", i % 29));
        filler.mutable_became_aware_time()->set_seconds(old ? 1'000 : 2'000);
        PROBITY_ASSIGN_OR_RETURN(filler, tx.cases().Insert(filler));
        v1::Allegation allegation;
        allegation.set_case_name(filler.name());
        allegation.set_state(old ? v1::Allegation::CLOSED : v1::Allegation::RECEIVED);
        PROBITY_RETURN_IF_ERROR(tx.allegations().Insert(allegation).status());
      }
      return absl::OkStatus();
    });
  }

  struct Listed {
    size_t rows = 0;
    bool more = false;
    int64_t visited = 0;
  };
  Listed List(const storage::Viewer& viewer, const storage::CaseFilter& filter,
              std::optional<int64_t> as_of = std::nullopt) {
    Listed listed;
    listed.visited = Visited(viewer, as_of, [&](const storage::ReadTx& tx) -> absl::Status {
      PROBITY_ASSIGN_OR_RETURN(const auto page, tx.cases().List(filter, {}, 10));
      listed.rows = page.items.size();
      listed.more = page.next.has_value();
      return absl::OkStatus();
    });
    return listed;
  }

  // Rows of all pages.
  size_t Follow(const storage::Viewer& viewer, const storage::CaseFilter& filter) {
    size_t rows = 0;
    int pages = 0;
    std::optional<storage::Cursor> cursor = storage::Cursor();
    while (cursor.has_value() && ++pages < 100) {
      Visited(viewer, std::nullopt, [&](const storage::ReadTx& tx) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(const auto page, tx.cases().List(filter, *cursor, 10));
        rows += page.items.size();
        cursor = page.next;
        return absl::OkStatus();
      });
    }
    EXPECT_LT(pages, 100);
    return rows;
  }
};

constexpr int64_t kNewest = int64_t{1} << 60;

INSTANTIATE_TEST_SUITE_P(Engines, CaseLists, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(CaseLists, APageOfOneMissionCostsWhatItHoldsNowAndInThePast) {
  for (const std::optional<int64_t> as_of : {std::optional<int64_t>(), std::optional(kNewest)}) {
    for (const storage::CaseFilter& filter :
         {storage::CaseFilter(), storage::CaseFilter{.mission = "missions/MEAGRE"}}) {
      const Listed page = List(Sees("missions/MEAGRE"), filter, as_of);
      EXPECT_EQ(page.rows, 10u);
      EXPECT_TRUE(page.more);
      EXPECT_LE(page.visited, VisitsOf(10)) << filter.mission;
    }
  }
}

// The control: through the order of all cases the same page would cost the cases of other missions.
TEST_P(CaseLists, ThePageWouldCostTheWholeRegisterWithoutTheIndex) {
  const storage::Viewer viewer = Sees("missions/MEAGRE");
  const int64_t visited = Visited(viewer, std::nullopt,
                                  [&](const storage::ReadTx& /*tx*/) { return absl::OkStatus(); });
  EXPECT_EQ(visited, 0);
  EXPECT_THAT(engine().Read([&](sql::Session& session) -> absl::Status {
    const sql::Tx rows(session, tables_->parts, viewer, std::nullopt);
    PROBITY_RETURN_IF_ERROR(
        rows.WalkedRows(sql::Statement(sql::kCases, "walk_cases"), {}, kNewest, 10).status());
    EXPECT_GE(session.work().rows_visited, 4'000);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(CaseLists, Promise5AMissionThatIsNotTheViewersCostsWhatAnAbsentOneDoes) {
  const Listed hidden = List(Sees("missions/MEAGRE"), {.mission = "missions/MANY"});
  const Listed absent = List(Sees("missions/MEAGRE"), {.mission = "missions/NONE"});
  EXPECT_EQ(hidden.rows, 0u);
  EXPECT_FALSE(hidden.more);
  EXPECT_EQ(hidden.visited, absent.visited);
}

TEST_P(CaseLists, APageCostsNoMoreWhenTheFilterLetsLittleThrough) {
  storage::CaseFilter nobody;
  nobody.state = v1::Allegation::REFERRED;
  storage::CaseFilter old;
  old.received_before = absl::FromUnixSeconds(1'500);
  storage::CaseFilter of_mission = nobody;
  of_mission.mission = "missions/MANY";
  for (const storage::CaseFilter& filter : {nobody, old, of_mission}) {
    const Listed page = List(Sees(""), filter);
    EXPECT_EQ(page.rows, 0u);
    EXPECT_TRUE(page.more) << "short, and not the last";
    EXPECT_LE(page.visited, VisitsOfSteps(sql::kWalkedAtMost));
  }
}

TEST_P(CaseLists, WhatTheFilterLetsThroughIsFoundByFollowingThePages) {
  storage::CaseFilter filter;
  filter.state = v1::Allegation::CLOSED;
  EXPECT_EQ(Follow(Sees(""), filter), static_cast<size_t>(kLongAgo));
  filter.mission = "missions/MANY";
  filter.received_before = absl::FromUnixSeconds(1'500);
  EXPECT_EQ(Follow(Sees("missions/MANY"), filter), static_cast<size_t>(kLongAgo));
  EXPECT_EQ(Follow(Sees("missions/MEAGRE"), {}), 40u);
}

TEST_P(CaseLists, ManyMissionsCostAnIdARowAndDecodeWhatThePageHolds) {
  storage::Viewer viewer = Sees("missions/MEAGRE");
  for (int i = 0; i < 29; ++i) {
    for (int twice = 0; twice < 2; ++twice)
      viewer.missions.push_back(absl::StrCat("missions/M", i));
  }
  const Listed page = List(viewer, {});
  EXPECT_EQ(page.rows, 10u);
  // A mission that is named twice is walked once; a row that the page does not hold is not read.
  EXPECT_LE(page.visited, VisitsOfSteps(30 * 11) + VisitsOf(10));
  EXPECT_EQ(work_.statements, 30 + 10 + 10) << "walks, cases, their allegations";
}

class PersonLists : public Lists {};

INSTANTIATE_TEST_SUITE_P(Engines, PersonLists, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

// A person of one visible and very many hidden allegations, beside one of the visible alone.
TEST_P(PersonLists, AllegationsOfAPersonAreThoseOfThePersonAlone) {
  v1::Person busy;
  v1::Person quiet;
  Fill([&](storage::WriteTx& tx) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(busy, tx.persons().Insert(v1::Person()));
    PROBITY_ASSIGN_OR_RETURN(quiet, tx.persons().Insert(v1::Person()));
    for (int i = 0; i < 2'000; ++i) {
      v1::Case filler;
      filler.set_mission(i == 7 ? "missions/MEAGRE" : "missions/MANY");
      PROBITY_ASSIGN_OR_RETURN(filler, tx.cases().Insert(filler));
      v1::Allegation allegation;
      allegation.set_case_name(filler.name());
      allegation.set_person(i == 7 ? quiet.name() : busy.name());
      PROBITY_RETURN_IF_ERROR(tx.allegations().Insert(allegation).status());
    }
    return absl::OkStatus();
  });
  size_t rows = 0;
  const int64_t visited = Visited(
      Sees("missions/MEAGRE"), std::nullopt, [&](const storage::ReadTx& tx) -> absl::Status {
        PROBITY_RETURN_IF_ERROR(tx.persons().Get(quiet.name()).status());
        PROBITY_ASSIGN_OR_RETURN(const auto found, tx.allegations().ListByPerson(quiet.name()));
        rows = found.size();
        return absl::OkStatus();
      });
  EXPECT_EQ(rows, 1u);
  EXPECT_LE(visited, VisitsOf(3));
}

// 3,000 screenings of one organisation in one roll, half of them CLEARED, each with a match.
class ScreeningLists : public Lists {
 protected:
  static constexpr int kRows = 3'000;

  void SetUp() override {
    StoreContract::SetUp();
    Fill([this](storage::WriteTx& tx) -> absl::Status {
      v1::Roll roll;
      roll.set_requester_organisation("organisations/UN");
      PROBITY_ASSIGN_OR_RETURN(roll, tx.rolls().Insert(roll));
      roll_ = roll.name();
      for (int i = 0; i < kRows; ++i) {
        v1::Screening row;
        row.set_requester_organisation("organisations/UN");
        row.set_roll(roll_);
        row.set_row_number(i + 1);
        row.set_decision(i % 2 == 0 ? v1::CLEARED : v1::HOLD);
        PROBITY_ASSIGN_OR_RETURN(row, tx.screenings().Insert(row));
        v1::Match match;
        match.set_screening(row.name());
        match.set_state(i % 2 == 0 ? v1::Match::OPEN : v1::Match::PROPOSED_CONFIRMED);
        PROBITY_ASSIGN_OR_RETURN(match, tx.matches().Insert(match));
        matches_.push_back(match.name());
      }
      return absl::OkStatus();
    });
  }

  static storage::Viewer Of(const std::string& organisation, bool adjudicates = false) {
    return {.principal = "bo",
            .organisation = organisation,
            .all_missions = true,
            .missions = {},
            .adjudicates = adjudicates};
  }

  std::pair<size_t, int64_t> List(const storage::Viewer& viewer,
                                  const storage::ScreeningFilter& filter) {
    size_t rows = 0;
    const int64_t visited =
        Visited(viewer, std::nullopt, [&](const storage::ReadTx& tx) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(const auto page, tx.screenings().List(filter, {}, 10));
          rows = page.items.size();
          return absl::OkStatus();
        });
    return {rows, visited};
  }

  std::string roll_;
  std::vector<std::string> matches_;  // In order of recording.
};

INSTANTIATE_TEST_SUITE_P(Engines, ScreeningLists, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(ScreeningLists, TheQueueOfMatchesIsInOrderWhateverTheirState) {
  std::vector<std::string> names;
  Visited(Of("", true), std::nullopt, [&](const storage::ReadTx& tx) -> absl::Status {
    std::optional<storage::Cursor> cursor = storage::Cursor();
    while (names.size() < 30 && cursor.has_value()) {
      PROBITY_ASSIGN_OR_RETURN(const auto page,
                               tx.matches().List(v1::Match::STATE_UNSPECIFIED, *cursor, 10));
      for (const v1::Match& match : page.items) names.push_back(match.name());
      cursor = page.next;
    }
    return absl::OkStatus();
  });
  matches_.resize(30);
  EXPECT_EQ(names, matches_);
}

TEST_P(ScreeningLists, APageCostsWhatItHolds) {
  for (const storage::ScreeningFilter& filter :
       {storage::ScreeningFilter(), storage::ScreeningFilter{.roll = roll_},
        storage::ScreeningFilter{.roll = "", .decision = v1::HOLD}}) {
    for (const bool adjudicates : {false, true}) {
      const auto [rows, visited] = List(Of("organisations/UN", adjudicates), filter);
      EXPECT_EQ(rows, 10u);
      EXPECT_LE(visited, VisitsOf(10));
    }
  }
}

TEST_P(ScreeningLists, ADecisionThatNobodyHasEndsThePageShort) {
  for (const std::string& roll : {std::string(), roll_}) {
    const auto [rows, visited] =
        List(Of("organisations/UN"), {.roll = roll, .decision = v1::NOT_CLEARED});
    EXPECT_EQ(rows, 0u);
    EXPECT_LE(visited, VisitsOfSteps(sql::kWalkedAtMost));
  }
}

TEST_P(ScreeningLists, Promise5AHiddenRollCostsAFewRowsWhateverItHolds) {
  const auto [rows, visited] = List(Of("organisations/OTHER"), {.roll = roll_});
  EXPECT_EQ(rows, 0u);
  EXPECT_LE(visited, VisitsOf(1));
  const int64_t counted = Visited(
      Of("organisations/OTHER"), std::nullopt, [&](const storage::ReadTx& tx) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(const auto counts, tx.screenings().CountByDecision(roll_));
        EXPECT_TRUE(counts.empty());
        return absl::OkStatus();
      });
  EXPECT_LE(counted, VisitsOf(1));
}

TEST_P(ScreeningLists, Promise5MatchesCostNothingToOneWhoDoesNotAdjudicate) {
  for (const bool adjudicates : {false, true}) {
    for (const v1::Match::State state : {v1::Match::STATE_UNSPECIFIED, v1::Match::OPEN}) {
      size_t rows = 0;
      const int64_t visited =
          Visited(Of("organisations/UN", adjudicates), std::nullopt,
                  [&](const storage::ReadTx& tx) -> absl::Status {
                    PROBITY_ASSIGN_OR_RETURN(const auto page, tx.matches().List(state, {}, 10));
                    rows = page.items.size();
                    return absl::OkStatus();
                  });
      EXPECT_EQ(rows, adjudicates ? 10u : 0u);
      EXPECT_LE(visited, VisitsOf(adjudicates ? 3 * 11 : 1));
    }
  }
}

}  // namespace
}  // namespace probity::test
