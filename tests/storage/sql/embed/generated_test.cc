#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "storage/sql/embed/emit.h"
#include "storage/sql/statement.h"
#include "tests/storage/sql/embed/testdata.h"
#include "tests/storage/sql/embed/testdata/all.sql.h"
#include "tests/storage/sql/embed/testdata/sample_cases.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kGetCase = Statement(kSampleCases, "get_case");
constexpr const StatementText& kCountCases = Statement(kSampleCases, "count_cases");

TEST(GeneratedStatements, KnowWhereTheyComeFrom) {
  EXPECT_STREQ(kGetCase.file, "tests/storage/sql/embed/testdata/sample_cases.sql");
  EXPECT_EQ(kGetCase.line, 2);
  EXPECT_STREQ(kGetCase.name, "get_case");
}

TEST(GeneratedStatements, AreTheElementsOfTheirFile) { EXPECT_EQ(&kGetCase, &kSampleCases[0]); }

TEST(GeneratedStatements, HaveTwoPlansAndVisibilityIsJudgedNowInBoth) {
  EXPECT_STREQ(kGetCase.now,
               "SELECT c.* FROM case_row c\n"
               "WHERE c.to_seq IS NULL AND (c.level <= :viewer_level OR EXISTS (SELECT 1 FROM wall "
               "w WHERE w.case_id = c.entity AND w.to_seq IS NULL))\n"
               "  AND c.entity = :entity AND c.title <> 'a;b -- \"{{live x}}\\'");
  EXPECT_STREQ(kGetCase.as_of,
               "SELECT c.* FROM case_row c\n"
               "WHERE (c.from_seq <= :as_of AND (c.to_seq IS NULL OR c.to_seq > :as_of)) AND "
               "(c.level <= :viewer_level OR EXISTS (SELECT 1 FROM wall "
               "w WHERE w.case_id = c.entity AND w.to_seq IS NULL))\n"
               "  AND c.entity = :entity AND c.title <> 'a;b -- \"{{live x}}\\'");
}

TEST(GeneratedStatements, CarryTheirReasons) {
  EXPECT_EQ(kGetCase.scan_reason, nullptr);
  EXPECT_EQ(kGetCase.unwalled_reason, nullptr);
  EXPECT_STREQ(kCountCases.scan_reason, "every row counts");
  EXPECT_STREQ(kCountCases.unwalled_reason, "the statistics job counts what nobody sees");
}

TEST(GeneratedStatements, AreAllListed) {
  ASSERT_EQ(std::size(kAllStatements), 2);
  EXPECT_EQ(kAllStatements[0].data(), kSampleCases);
  EXPECT_STREQ(kAllStatements[1][0].name, "insert_mission");
}

TEST(GeneratedFiles, HoldEveryByteAndAZero) {
  constexpr const embed::EmbeddedFile& kText = embed_test::kTestdata[0];
  EXPECT_STREQ(kText.name, "missions.sql");
  EXPECT_TRUE(absl::StartsWith(absl::string_view(kText.data, kText.size), "-- name: insert_"));
  EXPECT_EQ(std::strlen(kText.data), kText.size);

  constexpr const embed::EmbeddedFile& kBytes = embed_test::kTestdata[1];
  ASSERT_EQ(kBytes.size, 4 * 256 + 5);
  for (int i = 0; i < 4 * 256; ++i) EXPECT_EQ(static_cast<unsigned char>(kBytes.data[i]), i % 256);
  EXPECT_STREQ(kBytes.data + 4 * 256, "\"end\n");
}

TEST(SymbolOf, IsPascalCaseOfTheFileName) {
  EXPECT_EQ(embed::SymbolOf("storage/sql/statements/screening_records.sql"), "kScreeningRecords");
}

}  // namespace
}  // namespace probity::sql
