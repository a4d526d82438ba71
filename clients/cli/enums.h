// Values of the contract's enums as people type them.
#ifndef PROBITY_CLIENTS_CLI_ENUMS_H_
#define PROBITY_CLIENTS_CLI_ENUMS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace probity::cli {

// The value of that name, in any case, with "-" for "_". A name may be left without the part that
// only tells enums apart: "email" is CHANNEL_EMAIL, "unknown" is UNKNOWN_GENDER, if just one value
// can be meant. UNSPECIFIED is no value.
std::optional<int> ParseEnum(const google::protobuf::EnumDescriptor& type, absl::string_view text);

// "A, B or C": for help and errors.
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_ENUMS_H_
