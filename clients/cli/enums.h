// Values of the contract's enums as people type them.
#ifndef PROBITY_CLIENTS_CLI_ENUMS_H_
#define PROBITY_CLIENTS_CLI_ENUMS_H_

#include <functional>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace probity::cli {

// The value of that name, in any case, with "-" for "_". A name may be left without the part that
// only tells enums apart: "email" is CHANNEL_EMAIL, "unknown" is UNKNOWN_GENDER, if just one value
// can be meant. UNSPECIFIED is no value.
std::optional<int> ParseEnum(const google::protobuf::EnumDescriptor& type, absl::string_view text);

// "A, B or C": for help and errors.
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);

// An option whose value is one of the enum's, told to `set`; anything else is a usage error.
CLI::Option* AddEnumOption(CLI::App* command, const std::string& name,
                           const google::protobuf::EnumDescriptor& type,
                           std::function<void(int)> set, const std::string& help);

template <typename E>
CLI::Option* AddEnum(CLI::App* command, const std::string& name, E& target,
                     const std::string& help) {
  return AddEnumOption(
      command, name, *google::protobuf::GetEnumDescriptor<E>(),
      [&target](int value) { target = static_cast<E>(value); }, help);
}

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_ENUMS_H_
