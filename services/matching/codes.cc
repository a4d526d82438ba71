#include "services/matching/score.h"

namespace probity::matching {

absl::string_view Code(Band band) {
  switch (band) {
    case Band::kNone:
      return "none";
    case Band::kPossible:
      return "possible";
    case Band::kProbable:
      return "probable";
    case Band::kStrong:
      return "strong";
    case Band::kExactId:
      return "exact_id";
  }
  return "unknown";
}

absl::string_view Code(Field field) {
  switch (field) {
    case Field::kName:
      return "name";
    case Field::kBirthDate:
      return "birth_date";
    case Field::kNationality:
      return "nationality";
    case Field::kSex:
      return "sex";
    case Field::kIdentifier:
      return "identifier";
    case Field::kPrior:
      return "prior";
    case Field::kCap:
      return "cap";
  }
  return "unknown";
}

absl::string_view Code(Level level) {
  switch (level) {
    case Level::kExact:
      return "exact";
    case Level::kSpelling:
      return "spelling";
    case Level::kSkeleton:
      return "skeleton";
    case Level::kNickname:
      return "nickname";
    case Level::kInitial:
      return "initial";
    case Level::kJoined:
      return "joined";
    case Level::kConflict:
      return "conflict";
    case Level::kMissingInRecord:
      return "missing_in_record";
    case Level::kMissingInCandidate:
      return "missing_in_candidate";
    case Level::kCrossed:
      return "crossed";
    case Level::kChainReversed:
      return "chain_reversed";
    case Level::kPartOfName:
      return "part_of_name";
    case Level::kSameDay:
      return "same_day";
    case Level::kFirstOfJanuary:
      return "first_of_january";
    case Level::kSameMonth:
      return "same_month";
    case Level::kDayMonthFlipped:
      return "day_month_flipped";
    case Level::kMistyped:
      return "mistyped";
    case Level::kSameYear:
      return "same_year";
    case Level::kNearYear:
      return "near_year";
    case Level::kInsideRange:
      return "inside_range";
    case Level::kApart:
      return "apart";
    case Level::kFarApart:
      return "far_apart";
    case Level::kOverlap:
      return "overlap";
    case Level::kDisjoint:
      return "disjoint";
    case Level::kSame:
      return "same";
    case Level::kDifferent:
      return "different";
    case Level::kOneEdit:
      return "one_edit";
    case Level::kPriorOdds:
      return "prior_odds";
    case Level::kNameAlone:
      return "name_alone";
    case Level::kNameAndCountry:
      return "name_and_country";
  }
  return "unknown";
}

absl::string_view Code(Need need) {
  switch (need) {
    case Need::kNothing:
      return "nothing";
    case Need::kFullBirthDate:
      return "full_birth_date";
    case Need::kIdentifier:
      return "identifier";
    case Need::kHuman:
      return "human";
  }
  return "unknown";
}

}  // namespace probity::matching
