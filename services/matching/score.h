// How much speaks for a candidate and a record being one person, in bits of evidence (Fellegi and
// Sunter 1969), with every step of it. A result is a lead for a human adjudicator, never a finding.
#ifndef PROBITY_SERVICES_MATCHING_SCORE_H_
#define PROBITY_SERVICES_MATCHING_SCORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/identity.h"
#include "services/matching/model.h"

namespace probity::matching {

// In rising order. From kPossible on a human must look.
enum class Band {
  kNone,
  kPossible,  // The name agrees and nothing contradicts; or an equal identifier that is
              // contradicted.
  kProbable,  // More likely than not (0.70) with a second agreeing attribute.
  kStrong,    // 0.95 with a name and a date of birth or identifier that agree.
  kExactId,   // An equal identifier, and name or date of birth agree.
};

enum class Field { kName, kBirthDate, kNationality, kSex, kIdentifier, kPrior, kCap };

enum class Level {
  // Name words.
  kExact,
  kSpelling,  // Same word, written or transliterated otherwise, or mistyped.
  kSkeleton,  // Same consonants, as far as the scripts can tell.
  kNickname,
  kInitial,
  kJoined,              // Two words here, one there.
  kConflict,            // Each side has a word that the other lacks.
  kMissingInRecord,     // The candidate has a word more.
  kMissingInCandidate,  // The record has a word more.
  kCrossed,             // Given and family name are exchanged.
  kChainReversed,       // Father and son are exchanged.
  kPartOfName,          // What agrees is a part of the names: it counts for less.
  // Date of birth.
  kSameDay,
  kFirstOfJanuary,  // Same day, but one that stands for "unknown" in many registers.
  kSameMonth,
  kDayMonthFlipped,
  kMistyped,  // One digit, two transposed digits, or a year off by one or ten.
  kSameYear,
  kNearYear,
  kInsideRange,
  kApart,     // Two to five years.
  kFarApart,  // More, or same year and another day and month.
  // Sets and single values.
  kOverlap,
  kDisjoint,
  kSame,
  kDifferent,
  kOneEdit,
  // What is no comparison.
  kPriorOdds,
  kNameAlone,       // Names may not count for more: nothing else agrees.
  kNameAndCountry,  // Names may not count for more: only a nationality agrees too.
};

// One step: what was compared, how it came out, what it is worth.
struct Line {
  Field field = Field::kName;
  Level level = Level::kExact;
  std::string candidate{};  // The value compared, as normalised; empty for a prior or cap.
  std::string record{};
  Millibits bits = 0;
};

// The one fact that would move the result most.
enum class Need {
  kNothing,        // The result stands on its own.
  kFullBirthDate,  // A full date of birth on both sides.
  kIdentifier,     // An identifier of a type that the record has.
  kHuman,  // An equal identifier under another name or birth date: a fault in the data, or two
           // persons.
};

struct Evidence {
  Band band = Band::kNone;
  Millibits total = 0;          // The sum of the lines' bits.
  int32_t name_similarity = 0;  // 0 to 1000, of the two names below.
  int32_t candidate_name = -1;  // Indices into Identity::names; -1 if there is no name to compare.
  int32_t record_name = -1;
  bool weak_name = false;     // The record's name is an alias of low quality or as reported.
  bool contradicted = false;  // Birth date, sex or a permanent identifier speaks against it.
  Need need = Need::kNothing;
  std::vector<Line> lines{};
};

// Compares one candidate with one record. Same arguments, same MatcherVersion: same bytes.
// Unchecked identities are read within the limits of identity.h; nothing fails.
Evidence Score(const Identity& candidate, const Identity& record, const Model& model);

// Stable codes for storage, translation and golden files: "same_day", "possible", ...
absl::string_view Code(Band band);
absl::string_view Code(Field field);
absl::string_view Code(Level level);
absl::string_view Code(Need need);

// The whole evidence as text, one line a step: for golden files, logs of a laboratory, and for
// telling whether two are the same. Holds personal data.
std::string ToText(const Evidence& evidence);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SCORE_H_
