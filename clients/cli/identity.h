// Who somebody is, as options of a command: for persons, subjects and candidates alike.
#ifndef PROBITY_CLIENTS_CLI_IDENTITY_H_
#define PROBITY_CLIENTS_CLI_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command.h"
#include "probity/v1/person.pb.h"
#include "proto/support/status_macros.h"

namespace probity::cli {

struct IdentityFlags {
  std::vector<std::string> names;
  std::vector<std::string> native_names;
  std::string given;
  std::string family;
  std::vector<std::string> dates_of_birth;
  v1::Gender gender = v1::GENDER_UNSPECIFIED;
  std::vector<std::string> nationalities;
  std::vector<std::string> identifiers;
};

void AddIdentity(Command& command, IdentityFlags& flags,
                 const std::string& name_help = "full name as written; repeat for other names");

// "PASSPORT:XA:A1234567"; the issuer may be empty, the value may hold colons. INVALID_ARGUMENT at
// "identifier".
absl::StatusOr<v1::Identifier> ParseIdentifier(absl::string_view text);

// Person or Candidate: the fields have the same names. Names first, then names in their own script;
// given and family are parts of the first.
template <typename T>
absl::Status FillIdentity(const IdentityFlags& flags, T& message) {
  for (const auto& names : {flags.names, flags.native_names}) {
    for (const std::string& name : names) message.add_names()->set_full(name);
  }
  if (message.names_size() > 0) {
    message.mutable_names(0)->set_given(flags.given);
    message.mutable_names(0)->set_family(flags.family);
  }
  for (const std::string& date : flags.dates_of_birth) message.add_dates_of_birth(date);
  message.set_gender(flags.gender);
  for (const std::string& state : flags.nationalities) message.add_nationalities(state);
  for (const std::string& text : flags.identifiers) {
    PROBITY_ASSIGN_OR_RETURN(*message.add_identifiers(), ParseIdentifier(text));
  }
  return absl::OkStatus();
}

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_IDENTITY_H_
