#include "services/matching/attributes.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/str_format.h"
#include "services/matching/distance.h"

namespace probity::matching {
namespace {

struct Graded {
  Level level;
  Millibits bits;
};

// The digits of a day, for counting mistyped ones.
std::array<char, 8> Digits(const BirthDate& birth) {
  std::array<char, 8> digits;
  int number = birth.year * 10000 + birth.month * 100 + birth.day;
  for (int i = 7; i >= 0; --i, number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  return digits;
}

// One digit differs, or two neighbours are exchanged.
bool OneSlip(const BirthDate& a, const BirthDate& b) {
  const auto left = Digits(a);
  const auto right = Digits(b);
  int differ = 0;
  int first = -1;
  for (int i = 0; i < 8; ++i) {
    if (left[i] == right[i]) continue;
    if (differ++ == 0) first = i;
  }
  if (differ == 1) return true;
  return differ == 2 && first < 7 && left[first] == right[first + 1] &&
         left[first + 1] == right[first];
}

Graded CompareDays(const BirthDate& a, const BirthDate& b, const Weights& w) {
  const bool same_day = a.month == b.month && a.day == b.day;
  const int apart = std::abs(a.year - b.year);
  if (apart == 0 && same_day) {
    if (a.month == 1 && a.day == 1) return {Level::kFirstOfJanuary, w.birth_first_of_january};
    return {Level::kSameDay, w.birth_same_day};
  }
  if (apart == 0 && a.month == b.day && a.day == b.month) {
    return {Level::kDayMonthFlipped, w.birth_flipped};
  }
  // 1 January stands for "that year" in many registers.
  const bool weak_day = (a.month == 1 && a.day == 1) || (b.month == 1 && b.day == 1);
  if (weak_day) {
    if (apart == 0) return {Level::kSameYear, w.birth_same_year};
    if (apart == 1) return {Level::kNearYear, w.birth_near_year};
  } else if ((same_day && (apart == 1 || apart == 10)) || OneSlip(a, b)) {
    return {Level::kMistyped, w.birth_mistyped};
  }
  if (apart >= 1 && apart <= 5) return {Level::kApart, w.birth_apart};
  return apart == 0 ? Graded{Level::kApart, w.birth_apart}
                    : Graded{Level::kFarApart, w.birth_far_apart};
}

// How many years around the stated ones a date may mean.
int Slack(const BirthDate& birth) { return birth.approximate ? kApproximateYears : 0; }

Graded CompareYears(const BirthDate& a, const BirthDate& b, const Weights& w) {
  const int a_to = std::max(a.year, a.year_to);
  const int b_to = std::max(b.year, b.year_to);
  const bool range = a_to > a.year || b_to > b.year || a.approximate || b.approximate;
  const int gap = std::max({0, a.year - b_to, b.year - a_to});
  const int slack = Slack(a) + Slack(b);
  if (gap <= slack) {
    if (range) return {Level::kInsideRange, w.birth_in_range};
    if (a.month != 0 && b.month != 0) {
      return a.month == b.month ? Graded{Level::kSameMonth, w.birth_same_month}
                                : Graded{Level::kApart, w.birth_apart};
    }
    return {Level::kSameYear, w.birth_same_year};
  }
  if (gap <= slack + 1) return {Level::kNearYear, w.birth_near_year};
  return gap <= slack + 5 ? Graded{Level::kApart, w.birth_apart}
                          : Graded{Level::kFarApart, w.birth_far_apart};
}

// True for types that a person keeps for life or service: another value is another person.
bool IsPermanent(IdentifierType type) {
  switch (type) {
    case IdentifierType::kUnIndexNumber:
    case IdentifierType::kNationalId:
    case IdentifierType::kMilitaryServiceNumber:
    case IdentifierType::kPoliceServiceNumber:
      return true;
    case IdentifierType::kPassport:
    case IdentifierType::kUnvRosterNumber:
    case IdentifierType::kMissionIdCard:
    case IdentifierType::kClearCheckId:
    case IdentifierType::kEmail:
    case IdentifierType::kOther:
      return false;
  }
  return false;
}

// False if the two cannot be compared: other types, or other issuers.
bool Comparable(const Identifier& a, const Identifier& b) {
  if (a.type != b.type) return false;
  // What "other" numbers are is known only by their issuer.
  if (a.type == IdentifierType::kOther) return a.issuer == b.issuer && !a.issuer.empty();
  return a.issuer == b.issuer || a.issuer.empty() || b.issuer.empty();
}

Graded CompareIdentifier(const Identifier& a, const Identifier& b, const Weights& w) {
  if (a.value == b.value) return {Level::kSame, w.id_equal};
  const size_t length = std::min(a.value.size(), b.value.size());
  if (length >= kShortestNearIdentifier && EditDistance(a.value, b.value, 1) == 1) {
    return {Level::kOneEdit, w.id_one_edit};
  }
  if (a.issuer != b.issuer) return {Level::kDifferent, 0};
  return {Level::kDifferent, IsPermanent(a.type) ? w.id_other_permanent : w.id_other_passport};
}

void KeepBest(Outcome& best, Graded graded, size_t candidate, size_t record) {
  if (best.compared && best.bits >= graded.bits) return;
  best = {true, graded.level, graded.bits, candidate, record};
}

}  // namespace

bool IsDay(const BirthDate& birth) { return birth.day != 0 && !birth.approximate; }

Outcome CompareBirths(absl::Span<const BirthDate> candidate, absl::Span<const BirthDate> record,
                      const Weights& weights) {
  Outcome best;
  for (size_t i = 0; i < candidate.size(); ++i) {
    for (size_t j = 0; j < record.size(); ++j) {
      const BirthDate& a = candidate[i];
      const BirthDate& b = record[j];
      const bool days = IsDay(a) && IsDay(b);
      KeepBest(best, days ? CompareDays(a, b, weights) : CompareYears(a, b, weights), i, j);
    }
  }
  return best;
}

Outcome CompareNationalities(const Prepared& candidate, const Prepared& record,
                             const Tables& tables) {
  Outcome best;
  if (candidate.nationalities.empty() || record.nationalities.empty()) return best;
  KeepBest(best, {Level::kDisjoint, tables.weights.country_disjoint}, 0, 0);
  for (size_t i = 0; i < candidate.nationalities.size(); ++i) {
    const std::string& country = candidate.nationalities[i];
    const auto met = absl::c_find(record.nationalities, country);
    if (met == record.nationalities.end()) continue;
    const auto worth = tables.countries.find(country);
    const Millibits bits =
        worth == tables.countries.end() ? tables.weights.country_overlap : worth->second;
    KeepBest(best, {Level::kOverlap, bits}, i, met - record.nationalities.begin());
  }
  return best;
}

Outcome CompareSex(const Prepared& candidate, const Prepared& record, const Weights& weights) {
  const auto told = [](Sex sex) { return sex == Sex::kFemale || sex == Sex::kMale; };
  if (!told(candidate.sex) || !told(record.sex)) return {};
  const bool same = candidate.sex == record.sex;
  return {.compared = true,
          .level = same ? Level::kSame : Level::kDifferent,
          .bits = same ? weights.sex_same : weights.sex_different};
}

Outcome CompareIdentifiers(const Prepared& candidate, const Prepared& record,
                           const Weights& weights) {
  Outcome best;
  for (size_t i = 0; i < candidate.identifiers.size(); ++i) {
    for (size_t j = 0; j < record.identifiers.size(); ++j) {
      const Identifier& a = candidate.identifiers[i];
      const Identifier& b = record.identifiers[j];
      if (Comparable(a, b)) KeepBest(best, CompareIdentifier(a, b, weights), i, j);
    }
  }
  return best;
}

Attributes CompareAttributes(const Prepared& candidate, const Prepared& record,
                             const Tables& tables) {
  return {.birth = CompareBirths(candidate.births, record.births, tables.weights),
          .nationality = CompareNationalities(candidate, record, tables),
          .sex = CompareSex(candidate, record, tables.weights),
          .identifier = CompareIdentifiers(candidate, record, tables.weights)};
}

}  // namespace probity::matching
