// Every domain of the register over one store: what it needs at the start, and its handlers. No
// gRPC: a test calls the handlers as the server does.
#ifndef PROBITY_SERVICES_SERVER_DOMAINS_H_
#define PROBITY_SERVICES_SERVER_DOMAINS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/admin/admin_handlers.h"
#include "services/cases/case_handlers.h"
#include "services/cases/lifecycle.h"
#include "services/core/change_token.h"
#include "services/core/clock.h"
#include "services/core/codes.h"
#include "services/core/page.h"
#include "services/imports/import_handlers.h"
#include "services/matching/model.h"
#include "services/persons/person_handlers.h"
#include "services/registry/registry_handlers.h"
#include "services/screening/index_projection.h"
#include "services/screening/policy_table.h"
#include "services/screening/screening_handlers.h"
#include "services/server/follower.h"
#include "storage/rng.h"
#include "storage/store.h"

namespace probity {

// All borrowed but what is a value; they outlive the domains.
struct DomainParts {
  storage::Store& store;
  storage::Rng& rng;
  core::Clock& clock;
  core::SealedTokens::Key token_key;  // Of page tokens and change tokens.
  // Keyed digest of a content, for a use, which cannot be tried out without the register's key. The
  // same after a restart.
  std::function<std::string(absl::string_view use, absl::string_view content)> digest;
  admin::Operation operation;
  std::string version;  // Of the server.
  screening::Freshness freshness = {};
};

// Members in the order in which they are made: each may use those above it.
class Domains {
 public:
  // Reads the tables that the program was built with, the taxonomies, and the whole index, before
  // the first write. INVALID_ARGUMENT with the line of a table that makes no sense.
  static absl::StatusOr<std::unique_ptr<Domains>> Make(const DomainParts& parts);

 private:
  struct Tables;

 public:
  const core::Codes codes;
  const cases::Lifecycle lifecycle;
  const std::shared_ptr<const matching::Model> model;
  const screening::PolicySet policies;
  const core::PageTokens page_tokens;
  const core::ChangeTokens change_tokens;
  screening::IndexProjection index;
  registry::RegistryHandlers registry;
  cases::CaseHandlers cases;
  persons::PersonHandlers persons;
  screening::ScreeningHandlers screening;
  imports::ImportHandlers imports;
  admin::AdminHandlers admin;

  const Follower& follower() const { return *follower_; }

 private:
  Domains(const DomainParts& parts, Tables tables);

  std::optional<Follower> follower_;  // Once the index is built.
};

}  // namespace probity

#endif  // PROBITY_SERVICES_SERVER_DOMAINS_H_
