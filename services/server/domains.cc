#include "services/server/domains.h"

#include <utility>

#include "proto/support/status_macros.h"
#include "services/core/read.h"
#include "services/matching/index.h"

namespace probity {
namespace {

using Digest = std::function<std::string(absl::string_view content)>;

Digest DigestFor(const DomainParts& parts, std::string use) {
  return [digest = parts.digest, use = std::move(use)](absl::string_view content) {
    return digest(use, content);
  };
}

admin::ServerFacts FactsOf(const DomainParts& parts, const matching::Model& model,
                           const screening::PolicySet& policies) {
  return {.server_version = parts.version,
          .matcher_version = matching::MatcherVersion(model),
          .policy_version = policies.current().version};
}

// Zeros while the index is stale.
admin::IndexFacts FactsOf(const screening::IndexProjection& index) {
  const auto snapshot = index.Snapshot();
  if (!snapshot.ok()) return {};
  return {.position = snapshot->position.seq, .subjects = snapshot->index->size()};
}

}  // namespace

// What may be wrong with the program's own data, or the register's.
struct Domains::Tables {
  core::Codes codes;
  cases::Lifecycle lifecycle;
  std::shared_ptr<const matching::Model> model;
  screening::PolicySet policies;
};

absl::StatusOr<std::unique_ptr<Domains>> Domains::Make(const DomainParts& parts) {
  PROBITY_ASSIGN_OR_RETURN(core::Codes codes, core::Read(parts.store, storage::Viewer::System(), {},
                                                         [](const storage::ReadTx& tx) {
                                                           return core::Codes::Load(tx.taxonomy());
                                                         }));
  PROBITY_ASSIGN_OR_RETURN(cases::Lifecycle lifecycle, cases::Lifecycle::Load());
  PROBITY_ASSIGN_OR_RETURN(std::shared_ptr<const matching::Model> model,
                           matching::Model::BuiltIn());
  PROBITY_ASSIGN_OR_RETURN(screening::PolicySet policies, screening::PolicySet::BuiltIn());
  std::unique_ptr<Domains> domains(new Domains(parts, {.codes = std::move(codes),
                                                       .lifecycle = std::move(lifecycle),
                                                       .model = std::move(model),
                                                       .policies = std::move(policies)}));
  parts.store.AddListener(domains->index);
  PROBITY_RETURN_IF_ERROR(domains->index.Build());
  domains->follower_.emplace(parts.store, domains->index);
  return domains;
}

Domains::Domains(const DomainParts& parts, Tables tables)
    : codes(std::move(tables.codes)),
      lifecycle(std::move(tables.lifecycle)),
      model(std::move(tables.model)),
      policies(std::move(tables.policies)),
      page_tokens(parts.token_key, parts.rng),
      change_tokens(parts.token_key, parts.rng),
      index(parts.store, model, parts.clock, parts.freshness),
      registry(parts.store, codes, page_tokens),
      cases(parts.store, codes, page_tokens, lifecycle, DigestFor(parts, "step")),
      persons(parts.store, codes, cases.person_changed()),
      screening({.store = parts.store,
                 .index = index,
                 .policies = policies,
                 .codes = codes,
                 .tokens = page_tokens,
                 .model = model,
                 .digest = DigestFor(parts, "row")}),
      imports(parts.store, codes, cases.recorder(), DigestFor(parts, "line")),
      admin(
          parts.store, FactsOf(parts, *model, policies), [this] { return FactsOf(index); },
          parts.operation) {}

}  // namespace probity
