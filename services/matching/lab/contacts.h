// Where a person can be reached, as weak evidence beside the engine's: families and colleagues
// share a telephone and an address, and who moves has others.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CONTACTS_H_
#define PROBITY_SERVICES_MATCHING_LAB_CONTACTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/model.h"

namespace probity::matching::lab {

// As written; alternatives.
struct Contacts {
  std::vector<std::string> phones{};
  std::vector<std::string> addresses{};
};

// What the telephones and what the addresses say; 0 where a side has none. The pair that agrees
// best counts.
struct ContactEvidence {
  Millibits phone = 0;
  Millibits address = 0;
  Millibits bits() const { return phone + address; }
};
ContactEvidence CompareContacts(const Contacts& a, const Contacts& b);

// How alike two addresses are, 0 to 1000: the share of their words that they have in common,
// numbers for two. Words may be mistyped by a letter; "Street" is "St".
int SimilarityOfAddresses(absl::string_view a, absl::string_view b);

// "; telephone +9.0 bits; address +6.0 bits": for the explanation; empty without evidence.
std::string ContactText(const ContactEvidence& evidence);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CONTACTS_H_
