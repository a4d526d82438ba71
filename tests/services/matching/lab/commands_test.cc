#include "services/matching/lab/commands.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/lab/calibration.h"
#include "services/matching/lab/tsv.h"
#include "tests/support/status_matchers.h"

namespace probity::matching::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class LabCommands : public testing::Test {
 protected:
  LabCommands() : model_(*Model::BuiltIn()), lab_{model_, notes_} {}

  using Rows = std::vector<std::vector<std::string>>;
  static Rows RowsOf(const std::string& text) {
    Rows rows;
    for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      rows.push_back(SplitTabs(line));
    }
    return rows;
  }

  Rows Pairs(const std::string& text) {
    std::istringstream in(text);
    std::ostringstream out;
    ComparePairs(lab_, in, out);
    return RowsOf(out.str());
  }

  absl::StatusOr<Rows> Search(const std::vector<std::string>& galleries, const std::string& queries,
                              int top = 10) {
    std::vector<std::istringstream> files(galleries.begin(), galleries.end());
    SearchRequest request{.top = top};
    for (std::istringstream& file : files) request.galleries.push_back(&file);
    std::istringstream asked(queries);
    request.queries = &asked;
    std::ostringstream out;
    const absl::Status status = SearchGallery(lab_, request, out);
    if (!status.ok()) return status;
    return RowsOf(out.str());
  }

  std::string Noted() const {
    std::ostringstream out;
    notes_.Print(out);
    return out.str();
  }

  std::shared_ptr<const Model> model_;
  Notes notes_;
  Lab lab_;
};

TEST_F(LabCommands, APairIsOneLineWithItsEvidence) {
  const Rows rows = Pairs(
      "s\t7\tMohamed Aly\tMuhammad Ali\tq_dob=1971-10-05;c_dob=05/10/1971;"
      "q_nationality=Egypt;c_nationality=EG\n");
  ASSERT_EQ(rows.size(), 1);
  ASSERT_EQ(rows[0].size(), 7);
  EXPECT_EQ(rows[0][0], "s");
  EXPECT_EQ(rows[0][1], "7");
  EXPECT_GT(std::stod(rows[0][2]), 0.999);
  EXPECT_GT(std::stod(rows[0][3]), 0.7);
  EXPECT_GT(std::stod(rows[0][4]), 20);
  EXPECT_EQ(rows[0][5], "strong");
  EXPECT_THAT(rows[0][6], HasSubstr("birth date 1971-10-05 on both sides, same day (+13.0)"));
  EXPECT_THAT(rows[0][6], StartsWith("\"Mohamed Aly\" and \"Muhammad Ali\": "));
  EXPECT_EQ(Noted(), "");
}

TEST_F(LabCommands, TheScoreRisesWithTheNameAndWithWhatElseAgrees) {
  const Rows rows = Pairs(
      "s\t1\tAnna Kowalska\tPetr Novak\t\n"
      "s\t2\tAnna Kowalska\tAnna Novak\t\n"
      "s\t3\tAnna Kowalska\tAnna Kowalska\tq_dob=1970-03-02;c_dob=1982-05-07\n"
      "s\t4\tAnna Kowalska\tAnna Kowalska\t\n"
      "s\t5\tAnna Kowalska\tAnna Kowalska\tq_nationality=PL;c_nationality=PL\n"
      "s\t6\tAnna Kowalska\tAnna Kowalska\tq_dob=1970-03-02;c_dob=1970-03-02\n"
      "s\t7\tAnna Kowalska\tAnna Kowalska\tq_id=AB12345;c_id=AB12345;q_gender=F;c_gender=f\n");
  ASSERT_EQ(rows.size(), 7);
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_GT(std::stod(rows[i][2]), std::stod(rows[i - 1][2])) << i;
  }
  EXPECT_LT(std::stod(rows[1][2]), 0.5);
  EXPECT_GT(std::stod(rows[3][2]), 0.5);
}

TEST_F(LabCommands, WhatIsNotReadIsCountedAndTheRestGoesOn) {
  const Rows rows = Pairs(
      "s\t1\tAnna\tAnna\tdob=1970;q_shoe=42;q_dob=30 Feb;level=token;c_nationality=Atlantis\n"
      "too\tfew\n"
      "s\t3\t\xff\xfe\tAnna\t\n"
      "s\t4\t\t\t\n");
  ASSERT_EQ(rows.size(), 3);
  EXPECT_EQ(rows[1][5], "none");
  EXPECT_EQ(rows[2][5], "none");
  const std::string noted = Noted();
  EXPECT_THAT(noted, HasSubstr("key dob of extra is not read: 1"));
  EXPECT_THAT(noted, HasSubstr("key shoe of extra is not read: 1"));
  EXPECT_THAT(noted, HasSubstr("dates of birth that are no date, left out: 1"));
  EXPECT_THAT(noted, HasSubstr("nationalities that are no country, left out: 1"));
  EXPECT_THAT(noted, HasSubstr("lines with less than four fields, left out: 1"));
  EXPECT_THAT(noted, Not(HasSubstr("level")));
}

TEST_F(LabCommands, ALineWithoutEndIsLeftOut) {
  const Rows rows = Pairs(
      absl::StrCat("s\t1\tAnna\t", std::string(kMaxLineBytes, 'a'), "\t\ns\t2\tAnna\tAnna\t"));
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows[0][1], "2");
  EXPECT_THAT(Noted(), HasSubstr("lines of more than a megabyte, left out: 1"));
}

TEST_F(LabCommands, ASearchRanksTheGalleryAndSaysWhoIsLikeNobody) {
  const auto rows = Search({"id\tname\tdob\nA\tMuhammad Ali\t1971-10-05\nB\tAnna Kowalska\t\n",
                            "id\tgiven\tfamily\nC\tAnna\tKowalska\n"},
                           "name\tdob\tshoe\nMohamed Aly\t1971-10-05\t42\nTaro Yamada\t\t\n"
                           "Kowalska Anna\t\t\n");
  ASSERT_THAT(rows, test::IsOk());
  ASSERT_EQ(rows->size(), 4);
  EXPECT_EQ((*rows)[0][0], "1");
  EXPECT_EQ((*rows)[0][1], "A");
  EXPECT_EQ((*rows)[0][2], "1");
  EXPECT_THAT((*rows)[1], ElementsAre("2", "", "0", "0", "none", "0"));
  EXPECT_EQ((*rows)[2][1], "B");
  EXPECT_EQ((*rows)[3][1], "C");
  EXPECT_EQ((*rows)[3][2], "2");
  EXPECT_THAT(Noted(), HasSubstr("column shoe is not read: 1"));
}

TEST_F(LabCommands, RowsWithOneIdAreOnePersonOfThatGallery) {
  const auto rows = Search({"id\tname\tdob\nA\tMuhammad Ali\t1971-10-05\nB\tAnna Kowalska\t\n"
                            "A\tCassius Clay\t\n",
                            "id\tname\nA\tCassius Clay\n"},
                           "name\tdob\nCassius Clay\t1971-10-05\nMuhammad Ali\t\n");
  ASSERT_THAT(rows, test::IsOk());
  ASSERT_EQ(rows->size(), 3);
  EXPECT_EQ((*rows)[0][1], "A");
  EXPECT_EQ((*rows)[0][4], "strong");
  EXPECT_EQ((*rows)[1][1], "A");
  EXPECT_EQ((*rows)[1][4], "possible");
  EXPECT_EQ((*rows)[2][0], "2");
}

TEST_F(LabCommands, AGalleryNeedsItsHeader) {
  EXPECT_THAT(Search({""}, "name\nAnna\n"), test::FailsWith(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Search({"name\nAnna\n"}, "name\nAnna\n"),
              test::FailsWith(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Search({"id\tname\nA\tAnna Kowalska\n"}, ""),
              test::FailsWith(absl::StatusCode::kInvalidArgument));
  // Without a name nobody could be found, which must not look like an answer.
  EXPECT_EQ(Search({"id\tnom\nA\tAnna Kowalska\n"}, "name\nAnna\n").status().message(),
            "gallery 1: the header has no column name, given or family");
  EXPECT_EQ(Search({"id\tname\nA\tAnna\n"}, "name,dob\nAnna,1970\n").status().message(),
            "queries: the header has no column name, given or family");
}

TEST_F(LabCommands, ThresholdsNameTheVersionAndEachBand) {
  std::ostringstream out;
  PrintThresholds(lab_, 131072, out);
  const Rows rows = RowsOf(out.str());
  EXPECT_THAT(rows[0], ElementsAre("version", MatcherVersion(*model_)));
  EXPECT_EQ(std::stod(rows[1][2]), kNameThreshold);
  EXPECT_EQ(std::stod(rows[2][2]), kSameScore);
  std::vector<std::string> bands;
  for (size_t i = 4; i < rows.size(); ++i) bands.push_back(rows[i][0]);
  EXPECT_THAT(bands, ElementsAre("possible", "possible", "probable", "strong", "exact_id"));
  // One in 131,072 is the engine's own prior.
  EXPECT_NEAR(std::stod(rows[6][4]), 0.70, 0.001);
  EXPECT_NEAR(std::stod(rows[7][4]), 0.95, 0.001);
}

TEST_F(LabCommands, AnEvaluationTellsTheTrueFromTheFalse) {
  std::istringstream in(
      "s\t1\tAnna Kowalska\tKowalska, Anna\t\t1\n"
      "s\t2\tMohamed Aly\tMuhammad Ali\t\t1\n"
      "t\t3\tAnna Kowalska\tPetr Novak\t\t0\n"
      "t\t4\tTaro Yamada\tMuhammad Ali\t\t0\n"
      "t\t5\tno expectation\tat all\t\n"
      "t\t6\tno number\tat all\t\tTRUE\n");
  std::ostringstream out;
  ASSERT_THAT(EvaluatePairs(lab_, in, out), test::IsOk());
  EXPECT_THAT(out.str(),
              HasSubstr("all                           4      2  1.000 1.000 1.000  1.000"));
  EXPECT_THAT(Noted(), HasSubstr("lines without 1 or 0 as the expected field, left out: 2"));
}

TEST_F(LabCommands, AnEvaluationNamesTheWorstCultureFirst) {
  std::istringstream in(
      "s\t1\tГолда Меир\tGolda Meir\t\t1\n"
      "s\t2\tГолда Меир\tPetr Novak\t\t0\n"
      "s\t3\tEmeka Obi\tOluwaseun Bello\t\t1\tnigerian\n"
      "s\t4\tEmeka Obi\tTaro Yamada\t\t0\tnigerian\n");
  std::ostringstream out;
  ASSERT_THAT(EvaluatePairs(lab_, in, out), test::IsOk());
  const size_t cyrillic = out.str().find("\nCyrillic ");
  EXPECT_NE(cyrillic, std::string::npos) << out.str();
  EXPECT_EQ(out.str().find("\nLatin "), std::string::npos);
}

TEST_F(LabCommands, ContactsCountInTheScoreAndAreExplained) {
  const Rows rows = Pairs(
      "s\t1\tAnna Kowalska\tA. Kowalska\tq_phone=+48 22 555 0199;c_phone=00 48 22 777 3141\n"
      "s\t2\tAnna Kowalska\tA. Kowalska\t\n"
      "s\t3\tAnna Kowalska\tA. Kowalska\tq_addr=12 High Street, Leeds;c_addr=Leeds, 12 High St\n"
      "s\t4\tAnna Kowalska\tA. Kowalska\tq_phone=+48 22 555 0199;c_phone=22-5550199|0\n");
  ASSERT_EQ(rows.size(), 4);
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_GT(std::stod(rows[i][2]), std::stod(rows[i - 1][2])) << i;
    EXPECT_EQ(rows[i][5], rows[0][5]);
  }
  EXPECT_THAT(rows[3][6], HasSubstr("; telephone +9.0 bits"));
  EXPECT_THAT(rows[2][6], HasSubstr("; address +6.0 bits"));
  EXPECT_EQ(Noted(), "");
}

TEST_F(LabCommands, NumbersWithoutAKindContradictLittle) {
  const Rows rows = Pairs(
      "s\t1\tAnna Kowalska\tAnna Kowalska\tq_id=AB12345;c_id=99-771-3\n"
      "s\t2\tAnna Kowalska\tAnna Kowalska\tq_id=AB12345;c_id=99-771-3|ab 12345\n");
  EXPECT_EQ(rows[0][5], "possible");
  EXPECT_EQ(rows[1][5], "exact_id");
}

TEST_F(LabCommands, ABenchFindsWhomItPlanted) {
  std::ostringstream out;
  Bench(lab_, {.persons = 300, .threads = 2, .queries = 40}, out);
  EXPECT_THAT(out.str(), StartsWith("300 persons, matcher "));
  for (const char* line :
       {"as recorded ", "typo and order ", "last name dropped ", "day and month flipped ",
        "on no list", "2 thread(s): ", "after the changes, typo "}) {
    EXPECT_THAT(out.str(), HasSubstr(line));
  }
  EXPECT_THAT(out.str(), HasSubstr("first 1.000  in five 1.000  found 1.000  truncated 0.000"));
}

TEST_F(LabCommands, AnEvaluationNeedsBothKinds) {
  std::istringstream in("s\t1\tAnna\tAnna\t\t1\n");
  std::ostringstream out;
  EXPECT_THAT(EvaluatePairs(lab_, in, out), test::FailsWith(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace probity::matching::lab
