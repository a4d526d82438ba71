// An entry of the Security Council's list as an external record.
#ifndef PROBITY_SERVICES_IMPORTS_SC_LIST_MAPPING_H_
#define PROBITY_SERVICES_IMPORTS_SC_LIST_MAPPING_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "probity/v1/import.pb.h"
#include "services/core/codes.h"
#include "services/imports/sc_list_record.h"

namespace probity::imports {

inline constexpr absl::string_view kSecurityCouncil = "UNSC";

// Codes of Member States by every name that sources use for them, without regard to case.
class StateNames {
 public:
  explicit StateNames(const core::Codes& codes);
  // "" for a name that nobody knows.
  absl::string_view CodeOf(absl::string_view name) const;

 private:
  absl::flat_hash_map<std::string, std::string> code_by_name_;
};

// Everything that screening can use. What a Member State is not found for is left out: a record is
// never dropped because of it. The record is LISTED, without a name.
v1::ExternalRecord RecordOf(const ScIndividual& individual, const StateNames& states);

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_SC_LIST_MAPPING_H_
