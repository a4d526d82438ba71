#include "services/persons/service_entities.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "services/core/request_rules.h"

namespace probity::persons {

absl::Status CheckEntities(const storage::ReadTx& tx, const v1::Person& person) {
  for (int i = 0; i < person.service_records_size(); ++i) {
    const std::string& entity = person.service_records(i).entity();
    const absl::Status found = absl::StartsWith(entity, "missions/")
                                   ? tx.missions().Exists(entity)
                                   : tx.organisations().Exists(entity);
    const std::string field = absl::StrCat("service_records[", i, "].entity");
    PROBITY_RETURN_IF_ERROR(core::AsUnknownCode(found, field));
  }
  return absl::OkStatus();
}

}  // namespace probity::persons
