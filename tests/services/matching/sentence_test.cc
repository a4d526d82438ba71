#include "services/matching/sentence.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/model.h"

namespace probity::matching {
namespace {

using testing::HasSubstr;

std::string Say(const Identity& candidate, const Identity& record) {
  const auto model = *Model::BuiltIn();
  return Sentence(Score(candidate, record, *model), candidate, record);
}

TEST(Sentence, NamesWhatMetWhatItIsWorthAndWhatWouldChangeIt) {
  const std::string said =
      Say({.names = {{.full = "Anna Maria Kowalska"}}, .births = {{1970}}},
          {.names = {{.full = "Petr Novak"},
                     {.given = "Anna", .family = "Kowalska", .kind = NameKind::kWeakAlias}},
           .births = {{1970, 3, 1}}});
  EXPECT_THAT(said, HasSubstr("\"Anna Maria Kowalska\" and \"Anna Kowalska\" (a weak alias): "));
  EXPECT_THAT(said, HasSubstr("maria is not on record (-0.5)"));
  EXPECT_THAT(said, HasSubstr("birth date 1970 against 1970-03-01, same year (+5.0)"));
  EXPECT_THAT(said, HasSubstr("A full date of birth on both sides would change most."));
}

TEST(Sentence, SaysWhyNamesAloneDoNotCountForMore) {
  EXPECT_THAT(Say({.names = {{.full = "Anna Kowalska"}}}, {.names = {{.full = "Anna Kowalska"}}}),
              HasSubstr("nothing but a name agrees (-"));
}

TEST(Sentence, StaysOnOneLineWhateverIsInIt) {
  const std::string said = Say({.names = {{.full = "Anna\nKowalska\t"}}}, {.names = {}});
  EXPECT_EQ(said.find_first_of("\n\t"), std::string::npos);
  EXPECT_THAT(said, HasSubstr("No name to compare"));
}

}  // namespace
}  // namespace probity::matching
