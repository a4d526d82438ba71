#include "services/cases/screening_records.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/golden.h"

namespace probity::cases {
namespace {

using A = v1::Allegation;
using F = v1::Finding;
using R = v1::ScreeningRecord;
using S = v1::ServiceRecord;
using X = v1::Action;

constexpr absl::CivilDay kToday(2014, 6, 2);

v1::MisconductType TypeOf(v1::MisconductType::Family family) {
  v1::MisconductType type;
  type.set_family(family);
  return type;
}

A AllegationIn(A::State state, F::Outcome outcome = F::OUTCOME_UNSPECIFIED) {
  A allegation;
  allegation.set_name("allegations/1");
  allegation.set_person("persons/1");
  allegation.set_serious(true);
  allegation.set_state(state);
  if (outcome != F::OUTCOME_UNSPECIFIED) {
    allegation.mutable_finding()->set_outcome(outcome);
    allegation.mutable_finding()->set_found_on("2014-03-01");
  }
  return allegation;
}

A Acted(const std::vector<X>& actions) {
  A allegation = AllegationIn(A::ACTION_TAKEN, F::OUTCOME_SUBSTANTIATED);
  for (const X& action : actions) *allegation.add_actions() = action;
  return allegation;
}

X Measure(X::ActionKind kind, X::Bar bar = X::BAR_UNSPECIFIED, std::string ends_on = "") {
  X action;
  action.set_kind(kind);
  action.set_imposed_by(kind >= X::NATIONAL_JAIL && kind != X::NO_ACTION
                            ? X::IMPOSED_BY_MEMBER_STATE
                            : X::UNITED_NATIONS);
  action.set_bar(bar);
  action.set_effective_on("2014-05-01");
  action.set_ends_on(std::move(ends_on));
  return action;
}

v1::Person Born(std::vector<std::string> dates) {
  v1::Person person;
  person.set_name("persons/1");
  for (const std::string& date : dates) person.add_dates_of_birth(date);
  return person;
}

std::optional<R> Derive(const A& allegation, const v1::Person& person = Born({"1971-10-05"})) {
  return DeriveRecord(allegation, TypeOf(v1::MisconductType::SEA), person, "missions/UNMIL",
                      kToday);
}

std::string Shown(const std::optional<R>& record) {
  if (!record.has_value()) return "no record";
  std::string line = R::RecordClass_Name(record->record_class());
  if (record->bar_scope() != R::BAR_SCOPE_UNSPECIFIED) {
    absl::StrAppend(&line, " ", R::BarScope_Name(record->bar_scope()));
  }
  absl::StrAppend(&line, " from ", record->effective_from());
  if (!record->expires_on().empty()) absl::StrAppend(&line, " to ", record->expires_on());
  if (!record->deferment_ends_on().empty()) {
    absl::StrAppend(&line, " deferred to ", record->deferment_ends_on());
  }
  return line;
}

std::string ClassIn(A::State state, F::Outcome outcome, bool left) {
  A allegation = AllegationIn(state, outcome);
  allegation.set_left_while_pending(left);
  const auto record = Derive(allegation);
  return record.has_value() ? R::RecordClass_Name(record->record_class()).substr(0, 1) : "-";
}

std::string StatesAndOutcomes() {
  std::string out =
      "# The class of the record by state and standing finding, before any action is recorded.\n"
      "# state: no finding, the same but left while pending, substantiated, unsubstantiated, "
      "closed\n";
  for (int number = A::State_MIN + 1; number <= A::State_MAX; ++number) {
    const auto state = static_cast<A::State>(number);
    absl::StrAppend(&out, A::State_Name(state), ": ", ClassIn(state, F::OUTCOME_UNSPECIFIED, false),
                    " ", ClassIn(state, F::OUTCOME_UNSPECIFIED, true), " ",
                    ClassIn(state, F::OUTCOME_SUBSTANTIATED, false), " ",
                    ClassIn(state, F::OUTCOME_UNSUBSTANTIATED, false), " ",
                    ClassIn(state, F::CLOSED_NOT_MISCONDUCT, false), "\n");
  }
  return out;
}

std::string Actions() {
  std::string out = "# The record when action is taken: by action and bar.\n";
  const auto line = [&](const std::string& what, const std::vector<X>& actions) {
    A serious = Acted(actions);
    A minor = serious;
    minor.set_serious(false);
    const std::string shown = Shown(Derive(serious));
    const std::string if_minor = Shown(Derive(minor));
    absl::StrAppend(&out, what, " -> ", shown,
                    shown == if_minor ? "" : absl::StrCat("; if not serious ", if_minor), "\n");
  };
  for (int kind = X::ActionKind_MIN + 1; kind <= X::ActionKind_MAX; ++kind) {
    const auto action = static_cast<X::ActionKind>(kind);
    line(absl::StrCat(X::ActionKind_Name(kind), " | -"), {Measure(action)});
  }
  for (const X::Bar bar : {X::NOT_BARRED, X::BARRED}) {
    line(absl::StrCat("REPATRIATION_DISCIPLINARY | ", X::Bar_Name(bar)),
         {Measure(X::REPATRIATION_DISCIPLINARY, bar)});
  }
  line("ORAL_REPRIMAND and FINE | -", {Measure(X::ORAL_REPRIMAND), Measure(X::FINE)});
  line("NO_ACTION and NATIONAL_NOT_REPORTED | -",
       {Measure(X::NO_ACTION), Measure(X::NATIONAL_NOT_REPORTED)});
  line("REPATRIATION_DISCIPLINARY and NATIONAL_JAIL | BARRED",
       {Measure(X::REPATRIATION_DISCIPLINARY, X::BARRED), Measure(X::NATIONAL_JAIL)});
  line("LETTER_OF_REPRIMAND | BARRED", {Measure(X::LETTER_OF_REPRIMAND, X::BARRED)});
  line("REPATRIATION_DISCIPLINARY and DISMISSAL | BARRED",
       {Measure(X::REPATRIATION_DISCIPLINARY, X::BARRED), Measure(X::DISMISSAL)});
  line("SUSPENSION_WITHOUT_PAY to 2016-02-29 | -",
       {Measure(X::SUSPENSION_WITHOUT_PAY, X::BAR_UNSPECIFIED, "2016-02-29")});
  line("DEMOTION_WITH_DEFERMENT to 2017-05-01 | -",
       {Measure(X::DEMOTION_WITH_DEFERMENT, X::BAR_UNSPECIFIED, "2017-05-01")});
  return out;
}

std::string Expiry() {
  std::string out = "# How long a bar is kept, by dates of birth.\n";
  for (const std::vector<std::string>& dates :
       std::vector<std::vector<std::string>>{{"1971-10-05"},
                                             {"1971"},
                                             {"~1971"},
                                             {"1958..1964"},
                                             {"1971-10-05", "1974"},
                                             {},
                                             {"1931-01-01"}}) {
    absl::StrAppend(
        &out, absl::StrJoin(dates, ", "), " -> ",
        Shown(Derive(Acted({Measure(X::REPATRIATION_DISCIPLINARY, X::BARRED)}), Born(dates))),
        "\n");
  }
  return out;
}

TEST(ScreeningRecordsGolden, ClassByStateFindingActionAndAge) {
  test::ExpectGolden("tests/services/cases/golden/screening_records.txt",
                     absl::StrCat(StatesAndOutcomes(), "\n", Actions(), "\n", Expiry()));
}

TEST(ScreeningRecords, Promise8TheInnocentLeaveNoTrace) {
  for (const A::State state :
       {A::RECEIVED, A::UNDER_ASSESSMENT, A::RECORDED_LIMITED_INFO, A::RECORD_ONLY, A::DUPLICATE,
        A::UNSUBSTANTIATED, A::CLOSED_OTHER, A::MANAGED, A::FINDING_SET_ASIDE, A::CLOSED}) {
    EXPECT_EQ(Derive(AllegationIn(state)), std::nullopt) << A::State_Name(state);
    for (const F::Outcome outcome :
         {F::OUTCOME_UNSUBSTANTIATED, F::CLOSED_NOT_MISCONDUCT, F::CLOSED_INSUFFICIENT_INFORMATION,
          F::CLOSED_WITHDRAWN, F::CLOSED_SUBJECT_DECEASED}) {
      EXPECT_EQ(Derive(AllegationIn(state, outcome)), std::nullopt) << A::State_Name(state);
    }
  }
}

TEST(ScreeningRecords, NobodyKnownHasNoRecord) {
  A allegation = AllegationIn(A::SUBSTANTIATED, F::OUTCOME_SUBSTANTIATED);
  allegation.clear_person();
  EXPECT_EQ(Derive(allegation), std::nullopt);
}

TEST(ScreeningRecords, ARecordSaysWhatItRestsOn) {
  const auto record = Derive(AllegationIn(A::REFERRED));
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->person(), "persons/1");
  EXPECT_EQ(record->allegation(), "allegations/1");
  EXPECT_EQ(record->family(), v1::MisconductType::SEA);
  EXPECT_TRUE(record->serious());
  EXPECT_EQ(record->owner(), "missions/UNMIL");
  EXPECT_EQ(record->status(), R::ACTIVE);
}

TEST(ScreeningRecords, AFindingStandsWhileItIsReopened) {
  A allegation = Acted({Measure(X::DISMISSAL)});
  for (const A::State state : {A::REOPENED, A::UNDER_ASSESSMENT, A::REFERRED,
                               A::INVESTIGATION_PENDING, A::INVESTIGATION_CONCLUDED}) {
    allegation.set_state(state);
    const auto record = Derive(allegation);
    ASSERT_TRUE(record.has_value()) << A::State_Name(state);
    EXPECT_EQ(record->record_class(), R::A_BARRED) << A::State_Name(state);
  }
}

v1::Person Left(S::SeparationReason reason, std::string to) {
  v1::Person person;
  S* service = person.add_service_records();
  service->set_separation_reason(reason);
  service->set_to(std::move(to));
  return person;
}

TEST(LeftWhilePending, OnlyAReasonThatSaysSoCounts) {
  constexpr absl::CivilDay kKnown(2014, 2, 1);
  for (int reason = S::SeparationReason_MIN; reason <= S::SeparationReason_MAX; ++reason) {
    const bool counts = reason == S::RESIGNATION_WHILE_INVESTIGATION_PENDING ||
                        reason == S::RESIGNATION_WHILE_DISCIPLINE_PENDING;
    EXPECT_EQ(
        LeftWhilePending(Left(static_cast<S::SeparationReason>(reason), "2014-03-01"), kKnown),
        counts)
        << S::SeparationReason_Name(reason);
  }
}

TEST(LeftWhilePending, WhoLeftBeforeTheMatterWasKnownLeftAnother) {
  constexpr absl::CivilDay kKnown(2014, 2, 1);
  const auto left = [&](std::string day) {
    return LeftWhilePending(Left(S::RESIGNATION_WHILE_INVESTIGATION_PENDING, std::move(day)),
                            kKnown);
  };
  EXPECT_FALSE(left("2014-01-31"));
  EXPECT_TRUE(left("2014-02-01"));
  EXPECT_FALSE(left("2013"));
  // What can have been after, may have been.
  EXPECT_TRUE(left("2014"));
  EXPECT_TRUE(left(""));
}

// Dates are compared as text: five digits of a year would sort before four.
TEST(ScreeningRecord, ABarWithoutEndNeverExpiresBeforeItsMeasure) {
  EXPECT_EQ(BarExpiry(Born({"1971-10-05"}), "2014-03-01", "9999-12-31"), "9999-12-31");
}

}  // namespace
}  // namespace probity::cases
