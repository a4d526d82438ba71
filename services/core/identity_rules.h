// What an identity from outside may be: of a person of the register, of a candidate, of an external
// record. Field paths are within the identity ("names[0].full"); the caller adds its own with
// AtField.
#ifndef PROBITY_SERVICES_CORE_IDENTITY_RULES_H_
#define PROBITY_SERVICES_CORE_IDENTITY_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "probity/v1/person.pb.h"
#include "proto/support/status_macros.h"
#include "services/core/codes.h"

namespace probity::core {

struct IdentityLimits {
  int max_names = 100;
  int max_dates_of_birth = 20;
  int max_nationalities = 20;
  int max_identifiers = 50;
};
inline constexpr IdentityLimits kPersonLimits = {};
inline constexpr IdentityLimits kCandidateLimits = {.max_names = 20};

// A name: 1 to 300 characters with a letter, of at most 32 words of at most 64 letters; its parts,
// where given, too.
absl::Status CheckName(const v1::PersonName& name);
// A type, a value of 1 to 64 characters with a letter or digit, an issuer that is a Member State or
// empty.
absl::Status CheckIdentifier(const v1::Identifier& identifier, const Codes& codes);

// Lists. At least one name, and at most 6,000 characters of names and their parts together, which
// is what the matching engine reads; dates of birth are not in the future, and nobody is over
// kOldestAge; codes are known.
absl::Status CheckNames(const google::protobuf::RepeatedPtrField<v1::PersonName>& names, int max);
absl::Status CheckDatesOfBirth(const google::protobuf::RepeatedPtrField<std::string>& dates,
                               int max, absl::Time now);
absl::Status CheckNationalities(const google::protobuf::RepeatedPtrField<std::string>& states,
                                int max, const Codes& codes);
absl::Status CheckIdentifiers(const google::protobuf::RepeatedPtrField<v1::Identifier>& identifiers,
                              int max, const Codes& codes);
absl::Status CheckGender(v1::Gender gender);

// All of it, for every message with these fields: Person, Candidate, ExternalRecord.
template <typename Identity>
absl::Status CheckIdentity(const Identity& identity, const IdentityLimits& limits,
                           const Codes& codes, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckNames(identity.names(), limits.max_names));
  PROBITY_RETURN_IF_ERROR(
      CheckDatesOfBirth(identity.dates_of_birth(), limits.max_dates_of_birth, now));
  PROBITY_RETURN_IF_ERROR(CheckGender(identity.gender()));
  PROBITY_RETURN_IF_ERROR(
      CheckNationalities(identity.nationalities(), limits.max_nationalities, codes));
  return CheckIdentifiers(identity.identifiers(), limits.max_identifiers, codes);
}

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_IDENTITY_RULES_H_
