#include <fstream>
#include <sstream>

#include "clients/cli/roll_file.h"
#include "clients/cli/roll_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::cli {
namespace {

absl::StatusOr<RollFile> Read(const std::string& text, const RollFileOptions& options = {}) {
  std::istringstream file(text);
  return ReadRollFile(file, options);
}

TEST(RollFile, FillsTheCandidate) {
  const auto file = Read(
      "row_no,full_name,native_name,given,family,dob,gender,nationality,passport,passport_issuer,"
      "service_number,unit\n"
      "2,Huang Xiaofeng,黄晓峰,Xiaofeng,Huang,1994-06-01,MALE,XE,P1,XF,SN1,B7\n");
  ASSERT_THAT(file, test::IsOk());
  ASSERT_EQ(file->rows.size(), 1);
  const v1::Candidate& candidate = file->rows[0].candidate();
  EXPECT_EQ(file->rows[0].row_number(), 2);
  ASSERT_EQ(candidate.names_size(), 2);
  EXPECT_EQ(candidate.names(0).full(), "Huang Xiaofeng");
  EXPECT_EQ(candidate.names(0).family(), "Huang");
  EXPECT_EQ(candidate.names(1).full(), "黄晓峰");
  EXPECT_EQ(candidate.dates_of_birth(0), "1994-06-01");
  EXPECT_EQ(candidate.gender(), v1::MALE);
  EXPECT_EQ(candidate.nationalities(0), "XE");
  ASSERT_EQ(candidate.identifiers_size(), 2);
  EXPECT_EQ(candidate.identifiers(0).issuer(), "XF");
  EXPECT_EQ(candidate.identifiers(1).type(), v1::Identifier::MILITARY_SERVICE_NO);
  EXPECT_EQ(candidate.identifiers(1).issuer(), "XE");
}

TEST(RollFile, ABadRowLetsTheOthersGoOn) {
  const auto file = Read(
      "row_no,full_name,gender\n"
      "1,A,MALE\n"
      "x,B,MALE\n"
      "1,C,MALE\n"
      "4,D,PIGEON\n"
      "5,E\n"
      "6,F\xff,MALE\n"
      "7,G,\n");
  ASSERT_THAT(file, test::IsOk());
  ASSERT_EQ(file->rows.size(), 2);
  EXPECT_EQ(file->rows[1].row_number(), 7);
  ASSERT_EQ(file->bad.size(), 5);
  EXPECT_EQ(file->bad[0].line, 3);
  EXPECT_EQ(file->bad[0].error.field(), "row_no");
  EXPECT_EQ(file->bad[2].error.field(), "gender");
  EXPECT_EQ(file->bad[3].error.reason(), "INVALID_CSV");
  EXPECT_EQ(file->bad[4].error.reason(), "INVALID_TEXT");
  EXPECT_EQ(file->bad[4].error.field(), "candidate.names[0].full");
}

TEST(RollFile, AStrayQuoteIsOneBadRow) {
  const auto file = Read("row_no,full_name\n1,\"A\"x\n2,\"B\n3,C\n");
  ASSERT_THAT(file, test::IsOk());
  ASSERT_EQ(file->rows.size(), 1);
  EXPECT_EQ(file->rows[0].row_number(), 3);
  ASSERT_EQ(file->bad.size(), 2);
  EXPECT_EQ(file->bad[0].line, 2);
  EXPECT_EQ(file->bad[1].line, 3);
  EXPECT_EQ(file->bad[1].error.reason(), "INVALID_CSV");
}

TEST(RollFile, RefusesAFileWithoutNames) {
  EXPECT_THAT(Read("row_no,dob\n1,1990\n"),
              test::Fails(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_CSV));
}

// A passport under another title would be evidence that nobody looks at.
TEST(RollFile, Promise6AColumnThatIsNotReadIsRefusedUnlessTheCallerSaysSo) {
  const std::string text = "row_no,full_name,passport_no,rank\n1,A,ZK998877,Major\n";
  const auto refused = Read(text);
  EXPECT_THAT(refused,
              test::Fails(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_CSV));
  EXPECT_THAT(Read(text, {.ignored = {"passport_no"}}), test::IsOk());
}

TEST(RollFile, RefusesAFileThatIsOneLineOrHasNoRows) {
  for (const char* text : {"row_no,full_name\r1,A\r2,B\r", "row_no,full_name\n"}) {
    EXPECT_THAT(Read(text),
                test::Fails(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_CSV))
        << text;
  }
}

TEST(RollFile, ARowWhoseNumberStandsTwiceIsNotTakenForTheFirst) {
  const auto file = Read("row_no,full_name\n1,A\n1,B\n");
  ASSERT_THAT(file, test::IsOk());
  ASSERT_EQ(file->bad.size(), 1);
  EXPECT_EQ(file->bad[0].line, 3);
  EXPECT_EQ(file->bad[0].row_number, 0);
}

TEST(RollFile, ReadsTheSampleRoll) {
  std::ifstream sample("deploy/sample/roll_850.csv");
  ASSERT_TRUE(sample.is_open());
  const auto file = ReadRollFile(sample, {});
  ASSERT_THAT(file, test::IsOk());
  EXPECT_EQ(file->rows.size(), 850);
  EXPECT_EQ(file->bad.size(), 0);
}

v1::ScreenRollResponse Result(int row, v1::Decision decision, v1::ReasonCode reason) {
  v1::ScreenRollResponse result;
  result.set_row_number(row);
  result.mutable_screening()->set_name("screenings/s");
  result.mutable_screening()->set_decision(decision);
  result.mutable_screening()->set_reason_code(reason);
  return result;
}

TEST(RollReport, SumsByDecisionAndListsWhatNeedsAHuman) {
  const auto file = Read("row_no,full_name\n1,A\n2,B\n3,C\n,D\n");
  ASSERT_THAT(file, test::IsOk());
  const RollResults results = {Result(1, v1::CLEARED, v1::NO_RECORD),
                               Result(3, v1::REFER, v1::EXTERNAL_RECORD),
                               Result(2, v1::HOLD, v1::BEING_CHECKED), ResultOf(file->bad[0])};
  EXPECT_EQ(ToCsv(SummaryTable(results)),
            "decision,rows\nNOT_CLEARED,0\nHOLD,1\nUNABLE_TO_SCREEN,0\nREFER,1\nCLEARED,1\n"
            "ERROR,1\nall,4\n");
  EXPECT_EQ(ToCsv(HumanTable(results, *file)),
            "row_no,name,decision,reason,screening\n"
            "2,B,HOLD,BEING_CHECKED,screenings/s\n"
            "3,C,REFER,EXTERNAL_RECORD,screenings/s\n"
            ",,ERROR,INVALID_FIELD at row_no: line 5: a row number is a whole number from 1,\n");
}

}  // namespace
}  // namespace probity::cli
