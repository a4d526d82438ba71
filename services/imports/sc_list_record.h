// One individual of the United Nations Security Council consolidated list, as the list has it:
// nothing is mapped or guessed here. Texts are trimmed, inner white space is one space.
// Field names are those of https://www.un.org/sc/resources/sc-sanctions.xsd.
#ifndef PROBITY_SERVICES_IMPORTS_SC_LIST_RECORD_H_
#define PROBITY_SERVICES_IMPORTS_SC_LIST_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/core/partial_date.h"

namespace probity::imports {

enum class ScAliasQuality { kUnknown, kGood, kLow };

struct ScAlias {
  std::string name;
  ScAliasQuality quality = ScAliasQuality::kUnknown;
  std::optional<core::PartialDate> date_of_birth;  // On papers in this name.
  std::string note;
};

// EXACT is a day, month or year, APPROXIMATELY a kAboutYear, BETWEEN a kYears. Without `date` the
// list gives none that this calendar can hold; then the note may tell ("30-35 years old").
struct ScBirth {
  std::optional<core::PartialDate> date;
  std::string note;
};

struct ScPlace {
  std::string street;
  std::string city;
  std::string state_province;
  std::string country;
  std::string note;

  friend bool operator==(const ScPlace&, const ScPlace&) = default;
};

struct ScDocument {
  std::string type;     // "Passport", "National Identification Number", also in other languages
  std::string subtype;  // TYPE_OF_DOCUMENT2
  std::string number;   // May hold words: "Libyan Passport No. 96/184442"
  std::string issuing_country;  // The country's name; COUNTRY_OF_ISSUE if the list has only that.
  std::string note;
};

struct ScIndividual {
  std::string data_id;           // DATAID: digits, the same in every edition of the list
  int64_t version = 0;           // VERSIONNUM; rises when the entry changes; 0: none given
  std::string reference_number;  // "QDi.001"
  std::string list_type;         // "Al-Qaida", "DPRK"
  std::string listed_on;         // YYYY-MM-DD
  std::string last_updated;      // YYYY-MM-DD; empty: never
  // FIRST_NAME to FOURTH_NAME, the empty ones left out. They are parts in the order in which they
  // are read out, not given and family name: the order differs by culture.
  std::vector<std::string> names;
  std::string name_original_script;
  std::string gender;  // "Male", "Female" or empty
  std::vector<std::string> titles;
  std::vector<std::string> designations;
  std::vector<std::string> nationalities;  // Names of States
  std::vector<ScAlias> aliases;            // Only those with a name.
  std::vector<ScBirth> births;
  std::vector<ScPlace> birth_places;  // Empty ones are left out, here and below.
  std::vector<ScPlace> addresses;
  std::vector<ScDocument> documents;
  std::string comments;
  // Dates in the entry that cannot be ("1971-02-30"). They are left out: an entry is never dropped,
  // and never matched less, because of a date; the importer reports them.
  int unreadable_dates = 0;
};

enum class ScListErrorCode {
  // The reading has ended.
  kNotTheList,  // The document is not a CONSOLIDATED_LIST.
  kMalformed,   // Not well-formed XML in UTF-8.
  kTruncated,   // Ends before the list does: what is missing is not delisted.
  kHasDoctype,  // The list has no document type declaration; one is how entity bombs begin.
  kTooDeep,
  kTooLarge,  // An element, an entry or the file is larger than the limits.
  // One entry; the others go on.
  kNoDataId,
  kNoName,  // Neither name nor alias, in any script.
};

// A constant sentence for people.
absl::string_view Describe(ScListErrorCode code);

struct ScListError {
  int64_t line = 0;  // Of the file; for one entry, where it begins.
  ScListErrorCode code = ScListErrorCode::kMalformed;
  // Of one entry that has one; what an earlier list said of it then stands.
  std::string data_id = {};
};

// Whether the others go on.
bool IsAboutOneEntry(ScListErrorCode code);

// An element with its text and its children, as a small tree: one entry of the list.
struct ScElement {
  std::string name;
  std::string text;
  std::vector<ScElement> children;
};

// Reads an INDIVIDUAL. The error is one of those about one entry, without its line.
std::variant<ScIndividual, ScListError> ReadIndividual(const ScElement& entry);

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_SC_LIST_RECORD_H_
