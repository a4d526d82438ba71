#include "services/server/domains.h"

#include <utility>

#include "proto/support/status_macros.h"
#include "services/core/read.h"

namespace probity {

absl::StatusOr<std::unique_ptr<Domains>> Domains::Make(const DomainParts& parts) {
  PROBITY_ASSIGN_OR_RETURN(core::Codes codes, core::Read(parts.store, storage::Viewer::System(), {},
                                                         [](const storage::ReadTx& tx) {
                                                           return core::Codes::Load(tx.taxonomy());
                                                         }));
  PROBITY_ASSIGN_OR_RETURN(cases::Lifecycle lifecycle, cases::Lifecycle::Load());
  return std::unique_ptr<Domains>(new Domains(parts, std::move(codes), std::move(lifecycle)));
}

Domains::Domains(const DomainParts& parts, core::Codes loaded_codes,
                 cases::Lifecycle loaded_lifecycle)
    : codes(std::move(loaded_codes)),
      lifecycle(std::move(loaded_lifecycle)),
      page_tokens(parts.page_key, parts.rng),
      registry(parts.store, codes, page_tokens),
      cases(parts.store, codes, page_tokens, lifecycle, parts.digest),
      persons(parts.store, codes, cases.person_changed()) {}

}  // namespace probity
