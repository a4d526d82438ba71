// Resource names: "{collection}/{id}", the id either a public code (missions/UNMIL) or opaque
// (cases/ and 26 characters). Their form is checked here, for servers and clients alike; what an
// opaque id stands for only the store knows.
#ifndef PROBITY_PROTO_SUPPORT_RESOURCE_NAME_H_
#define PROBITY_PROTO_SUPPORT_RESOURCE_NAME_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity {

using OpaqueId = std::array<uint8_t, 16>;

// "cases" and an id make "cases/0c5t...": 26 characters of Crockford's base 32, lower case.
std::string OpaqueName(absl::string_view collection, const OpaqueId& id);

// The id of a name of that collection. INVALID_ARGUMENT/INVALID_NAME for any other form; there is
// exactly one spelling of each id.
absl::StatusOr<OpaqueId> ParseOpaqueName(absl::string_view collection, absl::string_view name);

// The code of "missions/UNMIL": 2 to 32 of A-Z, 0-9 and "-", beginning with a letter or digit.
// INVALID_ARGUMENT/INVALID_NAME for any other form.
absl::StatusOr<absl::string_view> ParseCodeName(absl::string_view collection,
                                                absl::string_view name);

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_RESOURCE_NAME_H_
