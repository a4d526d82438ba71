// Every domain of the register over one store: what it needs at the start, and its handlers. No
// gRPC: a test calls the handlers as the server does.
#ifndef PROBITY_SERVICES_SERVER_DOMAINS_H_
#define PROBITY_SERVICES_SERVER_DOMAINS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cases/case_handlers.h"
#include "services/cases/lifecycle.h"
#include "services/core/codes.h"
#include "services/core/page.h"
#include "services/persons/person_handlers.h"
#include "services/registry/registry_handlers.h"
#include "storage/rng.h"
#include "storage/store.h"

namespace probity {

// All borrowed but what is a value; they outlive the domains.
struct DomainParts {
  storage::Store& store;
  storage::Rng& rng;
  core::PageTokens::Key page_key;
  // Keyed digest of a content, which cannot be tried out without the register's key.
  std::function<std::string(absl::string_view content)> digest;
};

// Members in the order in which they are made: each may use those above it.
class Domains {
 public:
  // Reads the taxonomies and the tables that the program was built with. INVALID_ARGUMENT with the
  // line of a table that makes no sense.
  static absl::StatusOr<std::unique_ptr<Domains>> Make(const DomainParts& parts);

  const core::Codes codes;
  const cases::Lifecycle lifecycle;
  const core::PageTokens page_tokens;
  registry::RegistryHandlers registry;
  cases::CaseHandlers cases;
  persons::PersonHandlers persons;

 private:
  Domains(const DomainParts& parts, core::Codes loaded_codes, cases::Lifecycle loaded_lifecycle);
};

}  // namespace probity

#endif  // PROBITY_SERVICES_SERVER_DOMAINS_H_
