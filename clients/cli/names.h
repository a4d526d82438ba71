// Resource names as people type them.
#ifndef PROBITY_CLIENTS_CLI_NAMES_H_
#define PROBITY_CLIENTS_CLI_NAMES_H_

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace probity::cli {

// "UNMIL" and "missions/UNMIL" name the same. Empty stays empty.
inline std::string InCollection(absl::string_view collection, absl::string_view text) {
  const std::string prefix = absl::StrCat(collection, "/");
  return text.empty() || absl::StartsWith(text, prefix) ? std::string(text)
                                                        : absl::StrCat(prefix, text);
}

inline std::string MissionName(absl::string_view text) { return InCollection("missions", text); }
inline std::string AgreementName(absl::string_view text) {
  return InCollection("agreements", text);
}

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_NAMES_H_
