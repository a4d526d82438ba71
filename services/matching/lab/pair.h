// One line of `matchlab pairs`: two identities to compare.
#ifndef PROBITY_SERVICES_MATCHING_LAB_PAIR_H_
#define PROBITY_SERVICES_MATCHING_LAB_PAIR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/identity.h"
#include "services/matching/lab/contacts.h"
#include "services/matching/lab/notes.h"

namespace probity::matching::lab {

struct Pair {
  std::string set{};
  std::string row{};
  Identity query{};
  Identity candidate{};
  Contacts query_contacts{};
  Contacts candidate_contacts{};
};

// The fields set, row, query_name, candidate_name and, if there is one, extra. What cannot be read
// of `extra` is left out and noted. None, noted, if a field is missing.
std::optional<Pair> ReadPair(const std::vector<std::string>& fields, Notes& notes);

// A value of the key ("dob", "nationality", "gender", "given", "family", "id", "passport", "email")
// into the identity; several joined by "|". ("phone" and "addr" are contacts of a pair.)
void ReadAttribute(absl::string_view key, absl::string_view value, Identity& identity,
                   Notes& notes);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_PAIR_H_
