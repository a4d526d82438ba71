#include "storage/postgres/parameters.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::postgres {
namespace {

using ::testing::ElementsAre;

TEST(Parameters, ANameHasOneNumberWhereverItStands) {
  const Numbered numbered =
      NumberParameters("SELECT * FROM c WHERE id = :id AND (:as_of = 0 OR f <= :as_of) LIMIT :n");
  EXPECT_EQ(numbered.sql, "SELECT * FROM c WHERE id = $1 AND ($2 = 0 OR f <= $2) LIMIT $3");
  EXPECT_THAT(numbered.names, ElementsAre("id", "as_of", "n"));
}

TEST(Parameters, WhatStandsInQuotesAndTypesAreLeftAlone) {
  const Numbered numbered =
      NumberParameters("SELECT ':a' || \":b\" || 'it''s :c', x::bigint, :d, 1:: text, : e");
  EXPECT_EQ(numbered.sql, "SELECT ':a' || \":b\" || 'it''s :c', x::bigint, $1, 1:: text, : e");
  EXPECT_THAT(numbered.names, ElementsAre("d"));
}

TEST(Parameters, ATextMayHaveNoneAndMayEndWithOne) {
  EXPECT_EQ(NumberParameters("SELECT 1").sql, "SELECT 1");
  EXPECT_EQ(NumberParameters(":a").sql, "$1");
  EXPECT_EQ(NumberParameters("").sql, "");
}

}  // namespace
}  // namespace probity::postgres
