#include "services/screening/policy.h"

#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace probity::screening {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Record = v1::ScreeningRecord;

std::string BuiltInText() { return test::ReadGolden("services/screening/policy/1.table"); }

// The fault that the built-in policy has after one change of its text.
std::string FaultAfter(const std::string& from, const std::string& to) {
  const std::string text = absl::StrReplaceAll(BuiltInText(), {{from, to}});
  EXPECT_NE(text, BuiltInText()) << from;
  return std::string(ParsePolicy("p", text).status().message());
}

int LineOf(const std::string& text) {
  const std::string all = BuiltInText();
  return 1 + static_cast<int>(std::count(all.begin(), all.begin() + all.find(text), '\n'));
}

TEST(PolicyTable, IsBuiltIn) {
  const absl::StatusOr<PolicySet> set = PolicySet::BuiltIn();
  ASSERT_THAT(set, test::IsOk());
  EXPECT_THAT(set->current().version, StartsWith("1+"));
  EXPECT_EQ(set->Find(set->current().version), &set->current());
  EXPECT_EQ(set->Find("1+00000000"), nullptr);
  ASSERT_NE(set->current().FindAgreement("agreements/DPO-RECRUITMENT"), nullptr);
}

TEST(PolicyTable, NamesTheLineOfAWordThatIsNone) {
  EXPECT_EQ(FaultAfter("record  D_PENDING_LEFT ", "record  D_PENDING "),
            absl::StrCat("p:", LineOf("record  D_PENDING_LEFT"), ": D_PENDING is no RecordClass"));
  EXPECT_EQ(FaultAfter("external    UNSC REFER", "external    UNSC MAYBE"),
            absl::StrCat("p:", LineOf("external    UNSC"), ": MAYBE is no Decision"));
}

TEST(PolicyTable, RefusesAQuestionWithoutAnAnswer) {
  EXPECT_THAT(FaultAfter("record  D_PENDING_LEFT                 any ",
                         "record  D_PENDING_LEFT                 SEA "),
              HasSubstr("D_PENDING_LEFT, SH, RECRUITMENT has no answer"));
  EXPECT_THAT(FaultAfter("status  VOIDED     absent  -\n", ""), HasSubstr("VOIDED has no row"));
  EXPECT_THAT(FaultAfter("scope   UNIFORMED_ONLY  any                   never\n", ""),
              HasSubstr("UNIFORMED_ONLY and channel CIVILIAN_HR have no row"));
  EXPECT_THAT(FaultAfter("  contact ", "  # "), HasSubstr("the agreement has no row contact"));
  EXPECT_THAT(FaultAfter("policy 1\n", ""), HasSubstr("no number"));
}

TEST(PolicyTable, RefusesARowThatNeverWins) {
  const std::string row = "record  B_SANCTIONED                   any                 any  ";
  EXPECT_EQ(FaultAfter(row, absl::StrCat("record  A_BARRED any SEA always HOLD RECORD_BAR\n", row)),
            absl::StrCat("p:", LineOf(row), ": SEA is no Purpose"));
  EXPECT_EQ(FaultAfter(row, absl::StrCat("record A_BARRED SEA any always HOLD RECORD_BAR\n", row)),
            absl::StrCat("p:", LineOf(row), ": the rows above leave nothing to this one"));
}

TEST(PolicyTable, RefusesAClearanceWithAReason) {
  EXPECT_THAT(FaultAfter("HOLD         RECORD_PENDING", "CLEARED RECORD_PENDING"),
              HasSubstr("CLEARED goes with NO_RECORD"));
}

TEST(PolicyTable, HasAnotherVersionWhenAWordChanges) {
  const absl::StatusOr<Policy> policy = ParsePolicy("p", BuiltInText());
  const absl::StatusOr<Policy> commented = ParsePolicy("p", absl::StrCat("# hm\n", BuiltInText()));
  const absl::StatusOr<Policy> changed =
      ParsePolicy("p", absl::StrReplaceAll(BuiltInText(), {{"disclosure  L1", "disclosure  L0"}}));
  ASSERT_THAT(policy, test::IsOk());
  EXPECT_EQ(policy->version, commented->version);
  EXPECT_NE(policy->version, changed->version);
}

RecordFact Fact(Record::RecordClass record_class, v1::MisconductType::Family family) {
  RecordFact fact;
  fact.record_class = record_class;
  fact.family = family;
  return fact;
}

class Policies : public testing::Test {
 protected:
  Policies() : policy_(*ParsePolicy("p", BuiltInText())) {}

  absl::StatusOr<const Agreement*> Ask(absl::string_view agreement, absl::string_view organisation,
                                       v1::ScreeningChannel channel, v1::Purpose purpose,
                                       absl::CivilDay day = absl::CivilDay(2026, 3, 1)) {
    return AgreementFor(policy_, agreement, organisation, channel, purpose, day);
  }

  Question Asked() {
    return {.agreement = policy_.FindAgreement("agreements/DPO-RECRUITMENT"),
            .channel = v1::PD_RECRUITMENT,
            .purpose = v1::RECRUITMENT,
            .mission = "missions/UNMIL",
            .day = absl::CivilDay(2026, 3, 1),
            .identity_sufficient = true,
            .search_complete = true};
  }

  Policy policy_;
};

TEST_F(Policies, AnAgreementAnswersItsPartiesItsChannelsAndItsPurposes) {
  const char* kDpo = "agreements/DPO-RECRUITMENT";
  EXPECT_THAT(Ask(kDpo, "organisations/DPO", v1::PD_RECRUITMENT, v1::RECRUITMENT), test::IsOk());
  const auto denied =
      test::Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_AGREEMENT_DENIES);
  EXPECT_THAT(Ask("agreements/NONE", "organisations/DPO", v1::PD_RECRUITMENT, v1::RECRUITMENT),
              denied);
  EXPECT_THAT(Ask(kDpo, "organisations/UNV", v1::PD_RECRUITMENT, v1::RECRUITMENT), denied);
  EXPECT_THAT(Ask(kDpo, "", v1::PD_RECRUITMENT, v1::RECRUITMENT), denied);
  EXPECT_THAT(Ask(kDpo, "organisations/DPO", v1::UNV, v1::RECRUITMENT), denied);
  EXPECT_THAT(Ask(kDpo, "organisations/DPO", v1::PD_RECRUITMENT, v1::AUDIT_PURPOSE), denied);
  EXPECT_THAT(
      Ask(kDpo, "organisations/DPO", static_cast<v1::ScreeningChannel>(99), v1::RECRUITMENT),
      denied);
  EXPECT_THAT(Ask(kDpo, "organisations/DPO", v1::PD_RECRUITMENT, v1::RECRUITMENT,
                  absl::CivilDay(2012, 12, 31)),
              denied);
}

TEST_F(Policies, WhatIsNotUnderstoodHolds) {
  RecordFact fact;
  Question question = Asked();
  Agreement everything = *question.agreement;
  everything.classes = ~EnumSet{0};
  question.agreement = &everything;
  fact.record_class = Record::RECORD_CLASS_UNSPECIFIED;
  EXPECT_EQ(Decide(policy_, question, {{.confirmed = true, .records = {fact}}}).decision, v1::HOLD);
  // A record without a family answers as the worst family does.
  fact.record_class = Record::F_ADMINISTRATIVE_ONLY;
  EXPECT_EQ(Decide(policy_, question, {{.confirmed = true, .records = {fact}}}).decision,
            v1::REFER);
}

TEST_F(Policies, TellsNatureDateAndMeasureAtTheSecondLevelOnly) {
  RecordFact barred = Fact(Record::A_BARRED, v1::MisconductType::SEA);
  barred.effective_from = "2019-04-05";
  RecordFact pending = Fact(Record::D_PENDING_LEFT, v1::MisconductType::SH);
  pending.effective_from = "2025-01-01";
  const std::vector<Met> met = {{.confirmed = true, .records = {barred, pending}},
                                {.confirmed = false, .records = {barred}}};
  Question question = Asked();
  EXPECT_TRUE(Decide(policy_, question, met).disclosures.empty());
  Agreement open = *question.agreement;
  open.disclosure = v1::L2;
  question.agreement = &open;
  const Answer answer = Decide(policy_, question, met);
  ASSERT_EQ(answer.disclosures.size(), 2u);
  EXPECT_EQ(answer.disclosures[0].nature(), v1::MisconductType::SEA);
  EXPECT_EQ(answer.disclosures[0].finding_date(), "2019-04-05");
  EXPECT_EQ(answer.disclosures[0].measure(), Record::A_BARRED);
  EXPECT_EQ(answer.disclosures[1].finding_date(), "");
}

TEST_F(Policies, TheGravestClassThatCountsDecidesWhoMustAgree) {
  RecordFact b = Fact(Record::B_SANCTIONED, v1::MisconductType::OTHER);
  RecordFact c = Fact(Record::C_SUBSTANTIATED_NO_ACTION_YET, v1::MisconductType::OTHER);
  RecordFact voided = Fact(Record::A_BARRED, v1::MisconductType::SEA);
  voided.status = Record::VOIDED;
  EXPECT_EQ(GravestClass(policy_, Asked(), {b, c, voided}), Record::C_SUBSTANTIATED_NO_ACTION_YET);
  EXPECT_EQ(GravestClass(policy_, Asked(), {voided}), Record::RECORD_CLASS_UNSPECIFIED);
}

// Of the policy alone; Promise 6 too.
TEST_F(Policies, Promise7NothingButAConfirmedMatchIsAnAdverseAnswer) {
  std::mt19937 random(20260302);
  const auto pick = [&random](int n) { return static_cast<int>(random() % n); };
  for (int i = 0; i < 20000; ++i) {
    Question question = Asked();
    question.purpose = static_cast<v1::Purpose>(1 + pick(8));
    question.identity_sufficient = pick(2) == 0;
    question.search_complete = pick(2) == 0;
    std::vector<Met> met(pick(4));
    bool confirmed = false;
    for (Met& match : met) {
      match.confirmed = pick(2) == 0;
      confirmed = confirmed || match.confirmed;
      match.records.resize(pick(3));
      for (RecordFact& record : match.records) {
        record.record_class = static_cast<Record::RecordClass>(pick(9));
        record.family = static_cast<v1::MisconductType::Family>(pick(7));
        record.status = static_cast<Record::RecordStatus>(pick(6));
        record.bar_scope = static_cast<Record::BarScope>(pick(5));
        record.serious = pick(2) == 0;
      }
    }
    const Answer answer = Decide(policy_, question, met);
    if (answer.decision == v1::NOT_CLEARED) {
      ASSERT_TRUE(confirmed);
    }
    if (answer.decision == v1::CLEARED) {
      ASSERT_TRUE(question.identity_sufficient && question.search_complete);
      for (const Met& match : met) ASSERT_FALSE(Matters(policy_, question, match.records));
    }
  }
}

}  // namespace
}  // namespace probity::screening
