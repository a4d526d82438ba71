#include "clients/cli/enums.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace probity::cli {

std::optional<int> ParseEnum(const google::protobuf::EnumDescriptor& type, absl::string_view text) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}});
  if (wanted.empty()) return std::nullopt;
  std::optional<int> found;
  int candidates = 0;
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.number() == 0) continue;
    if (value.name() == wanted) return value.number();
    if (absl::EndsWith(value.name(), absl::StrCat("_", wanted)) ||
        absl::StartsWith(value.name(), absl::StrCat(wanted, "_"))) {
      found = value.number();
      ++candidates;
    }
  }
  return candidates == 1 ? found : std::nullopt;
}

std::string EnumChoices(const google::protobuf::EnumDescriptor& type) {
  std::string choices;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    const absl::string_view joint =
        choices.empty() ? "" : (i + 1 == type.value_count() ? " or " : ", ");
    absl::StrAppend(&choices, joint, type.value(i)->name());
  }
  return choices;
}

}  // namespace probity::cli
