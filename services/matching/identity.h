// What the matching engine knows of a person: the attributes by which a candidate and a record are
// compared. Plain values; nothing here is checked until CheckIdentity is asked.
#ifndef PROBITY_SERVICES_MATCHING_IDENTITY_H_
#define PROBITY_SERVICES_MATCHING_IDENTITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::matching {

// How far a name may be trusted to be a name of this person. It changes no comparison: all names of
// a record compete. A match by a low quality alias is named as such in the evidence.
enum class NameKind { kPrimary, kAlias, kWeakAlias, kAsReported };

// UTF-8 in any script. `full` may be empty if parts are given, and the parts if `full` is. Parts
// that are given tell family from given name; a full name alone leaves the order open, except that
// "X, Y" marks X as family name.
struct Name {
  std::string full{};
  std::string given{};       // All given names, separated by spaces.
  std::string patronymic{};  // Father's and grandfather's names, where they are no family name.
  std::string family{};
  NameKind kind = NameKind::kPrimary;
};

// A date of birth as far as it is known. It never contradicts at a precision that it lacks.
//   day 1971-10-05: {1971, 10, 5}      month 1971-10: {1971, 10}      year 1971: {1971}
//   about 1971: {.year = 1971, .approximate = true}    1958 to 1964: {.year = 1958, .year_to =
//   1964}
struct BirthDate {
  int32_t year = 0;  // Gregorian, 1 to 9999.
  int32_t month = 0;
  int32_t day = 0;
  int32_t year_to = 0;  // Last year of a range of years, else 0; then month and day are 0.
  bool approximate = false;
};
// How far the true year may lie from an approximate one.
inline constexpr int kApproximateYears = 2;

enum class Sex { kUnknown, kFemale, kMale, kOther };

enum class IdentifierType {
  kUnIndexNumber,
  kPassport,
  kNationalId,
  kMilitaryServiceNumber,
  kPoliceServiceNumber,
  kUnvRosterNumber,
  kMissionIdCard,
  kClearCheckId,
  kEmail,
  kOther,
};

// Compared within one type; an issuer that is missing on one side does not contradict.
struct Identifier {
  IdentifierType type = IdentifierType::kOther;
  std::string
      issuer;  // ISO 3166-1 alpha-3 or alpha-2 code, or an organisation's code; may be empty.
  std::string value{};  // As written; case, spaces and punctuation do not matter.
};

struct Identity {
  std::vector<Name> names{};
  std::vector<BirthDate> births{};           // Alternatives: one that agrees is enough.
  std::vector<std::string> nationalities{};  // ISO 3166-1 alpha-3 codes (alpha-2 is understood).
  Sex sex = Sex::kUnknown;
  std::vector<Identifier> identifiers{};
};

// One person in the index. `version` is the caller's: it comes back with each hit, so that the
// evidence can be computed again from the very version that was met.
struct Subject {
  uint64_t id = 0;
  uint64_t version = 0;
  Identity identity{};
};

// Beyond these a value is refused by CheckIdentity. The engine itself reads no further: it takes
// the first kMaxNames names as far as they have kMaxNamesLength letters in Latin together,
// and of a name the first kMaxNameLength characters and kMaxWords words of kMaxWordLetters, so that
// what nobody checked still has a bounded answer; a search with a candidate of whom it did not read
// all is truncated.
inline constexpr int kMaxNames = 100;
inline constexpr int kMaxNameLength = 1000;  // Characters (code points) of each field of a name.
// Characters of all names together. What two identities cost is the product of their letters: at
// 100 names of 1,000 each it was minutes, and is half a second.
inline constexpr int kMaxNamesLength = 6000;
inline constexpr int kMaxWords = 32;
inline constexpr int kMaxWordLetters = 64;
inline constexpr int kMaxBirths = 20;
inline constexpr int kMaxNationalities = 20;
inline constexpr int kMaxIdentifiers = 50;
inline constexpr int kMaxIdentifierLength = 100;

// One thing wrong with an identity.
struct Violation {
  std::string field{};        // "names[2].family", "births[0]": the path below the identity.
  absl::string_view problem;  // A constant sentence without personal data.
};

// What a caller must refuse before it searches or indexes: invalid UTF-8, control and bidi override
// characters, values beyond the limits, a name without a letter, dates that cannot be (30 February,
// month 13, year 0, an upside-down range), country codes and identifiers that are none. A date in
// the future is the caller's to refuse: the engine has no clock. Empty if all is well.
std::vector<Violation> CheckIdentity(const Identity& identity);

inline constexpr int kMostBirthYears = 10;

// Whether an identity says enough for the answer "nobody like this is on record" to mean anything.
// The first that applies, worst first.
enum class IdentityQuality {
  kNameUnusable,             // No name with at least one word of letters.
  kScriptWithoutTables,      // Every name is in a script that the engine cannot compare.
  kLacksBirthAndIdentifier,  // Neither an identifier nor a date of birth: dates that leave more
                             // than kMostBirthYears years open, taken together, say nothing.
  kSufficient,
};

IdentityQuality Assess(const Identity& identity);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_IDENTITY_H_
