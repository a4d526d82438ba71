#include "services/matching/normalize.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/matching/identity.h"
#include "tests/fuzz/identity_text.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

void CheckBounds(const Identity& identity, const Prepared& prepared) {
  // A name has two readings at most.
  Require(prepared.names.size() <= 2 * kMaxNames, "names are read up to the limit");
  for (const PreparedName& name : prepared.names) {
    Require(!name.words.empty() && name.words.size() <= kMaxWords, "a name has some words");
    Require(name.source >= 0 && static_cast<size_t>(name.source) < identity.names.size(),
            "a name is one of the identity");
  }
  Require(identity.names.size() <= kMaxNames || prepared.cut, "what was not read is said");
  Require(prepared.births.size() <= kMaxBirths, "dates are read up to the limit");
  for (const BirthDate& birth : prepared.births) {
    Require(birth.year >= 1 && birth.year <= 9999 && birth.year_to <= 9999,
            "a year has four digits");
  }
  for (const std::string& code : prepared.nationalities) {
    Require(std::all_of(code.begin(), code.end(), absl::ascii_isupper), "a country is letters");
  }
  Require(prepared.identifiers.size() <= kMaxIdentifiers, "identifiers are read up to the limit");
  for (const Identifier& identifier : prepared.identifiers) {
    Require(identifier.value.size() <= 4 * kMaxIdentifierLength, "an identifier has a length");
    Require(IsUtf8(identifier.value), "what is stored of an identifier is UTF-8");
  }
}

}  // namespace

void Normalize(absl::string_view input) {
  Identity identity;
  for (absl::string_view line : absl::StrSplit(input, '\n')) AddLine(line, identity);
  CheckBounds(identity, Prepare(identity, BuiltIn()->tables()));

  const std::vector<Violation> violations = CheckIdentity(identity);
  for (const Violation& violation : violations) {
    Require(!violation.field.empty() && !violation.problem.empty(), "a violation says where");
  }
  const IdentityQuality quality = Assess(identity);
  Require(!identity.names.empty() || quality == IdentityQuality::kNameUnusable,
          "who has no name cannot be sought by it");
}

}  // namespace probity::matching::fuzz
