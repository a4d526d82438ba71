#include "clients/cli/identity.h"

#include "absl/strings/str_split.h"
#include "clients/cli/enums.h"
#include "proto/support/error.h"

namespace probity::cli {

void AddIdentity(Command& command, IdentityFlags& flags, const std::string& name_help) {
  command.Texts("--name", flags.names, name_help);
  command.Texts("--native-name", flags.native_names, "full name in its own script; repeat");
  command.Text("--given", flags.given, "given names within the first name");
  command.Text("--family", flags.family, "family name within the first name");
  command.Texts("--dob", flags.dates_of_birth,
                "date of birth: 1971, 1971-10, 1971-10-05, ~1979, 1958..1964; repeat");
  command.Enum("--gender", flags.gender, "female, male, other or unknown");
  command.Texts("--nationality", flags.nationalities, "ISO 3166-1 alpha-3 code; repeat");
  command.Texts("--identifier", flags.identifiers,
                "TYPE:ISSUER:VALUE, as in passport:XA:A1234567; repeat");
}

absl::StatusOr<v1::Identifier> ParseIdentifier(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 2));
  const auto type = ParseEnum(*v1::Identifier::IdentifierType_descriptor(), parts[0]);
  if (parts.size() != 3 || parts[2].empty() || !type.has_value()) {
    return InvalidArgument("an identifier is TYPE:ISSUER:VALUE")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("identifier")
        .With("types", EnumChoices(*v1::Identifier::IdentifierType_descriptor()));
  }
  v1::Identifier identifier;
  identifier.set_type(static_cast<v1::Identifier::IdentifierType>(*type));
  identifier.set_issuer(parts[1]);
  identifier.set_value(parts[2]);
  return identifier;
}

}  // namespace probity::cli
