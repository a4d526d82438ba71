#include "services/cases/lifecycle.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_join.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/cases/lifecycle_text.h"

namespace probity::cases {
namespace {

constexpr v1::Role kHeadquarters[] = {v1::CDS_CASE_OFFICER, v1::CDS_CHIEF};

bool Holds(const Call& call, absl::Span<const v1::Role> roles) {
  return std::any_of(roles.begin(), roles.end(), [&](v1::Role role) { return call.HasRole(role); });
}

bool AtHeadquarters(const Call& call) { return Holds(call, kHeadquarters); }

bool MayPropose(const Row& row, const Call& call) { return row.any_role || Holds(call, row.roles); }

struct SecondPersonRule {
  bool needed = false;
  bool at_headquarters = false;
};

SecondPersonRule RuleFor(const Row& row, const Facts& facts) {
  const bool sea_thb = IsSeaOrTrafficking(facts.type);
  switch (row.second) {
    case SecondPerson::kNone:
      return {};
    case SecondPerson::kAlways:
      return {.needed = true, .at_headquarters = false};
    case SecondPerson::kSeaThbHeadquarters:
      return {.needed = sea_thb, .at_headquarters = sea_thb};
    case SecondPerson::kAlwaysSeaThbHeadquarters:
      return {.needed = true, .at_headquarters = sea_thb};
    case SecondPerson::kSeaShThbSerious:
      return {.needed = IsSeaShOrTrafficking(facts.type) || facts.allegation.serious(),
              .at_headquarters = false};
  }
  return {.needed = true, .at_headquarters = true};
}

// Where an office has one person, the second is at headquarters (DECISIONS.md).
bool MayConfirm(const Row& row, const SecondPersonRule& rule, const Call& call) {
  return AtHeadquarters(call) || (!rule.at_headquarters && MayPropose(row, call));
}

ErrorBuilder RoleNotAllowed(const Facts& facts) {
  return PermissionDenied("the caller's roles do not allow this step")
      .Reason(v1::ERROR_REASON_ROLE_NOT_ALLOWED)
      .With("verb", VerbName(facts.step.verb));
}

ErrorBuilder Refused(const Facts& facts, absl::string_view message, v1::ErrorReason reason) {
  return FailedPrecondition(message)
      .Reason(reason)
      .Field("name")
      .With("from", v1::Allegation::State_Name(facts.allegation.state()))
      .With("verb", VerbName(facts.step.verb));
}

bool Contains(absl::Span<const State> states, State state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool Applies(const Row& row, const Facts& facts) {
  return std::all_of(row.selections.begin(), row.selections.end(), [&](const Selection& selection) {
    const absl::string_view value = selection.selector->value(facts);
    return std::find(selection.values.begin(), selection.values.end(), value) !=
           selection.values.end();
  });
}

// The step that is asked for is the one that somebody has proposed.
bool IsProposed(const Facts& facts) {
  const v1::Proposal& proposal = facts.allegation.proposal();
  return proposal.verb() == VerbName(facts.step.verb) &&
         proposal.content_digest() == facts.step.content_digest;
}

v1::Proposal Propose(const Facts& facts, const Call& call) {
  v1::Proposal proposal;
  proposal.set_verb(std::string(VerbName(facts.step.verb)));
  proposal.set_proposer(call.viewer.principal);
  *proposal.mutable_proposed_time() = ToTimestamp(facts.step.now);
  proposal.set_content_digest(facts.step.content_digest);
  return proposal;
}

}  // namespace

absl::StatusOr<Lifecycle> Lifecycle::Load() {
  const embed::EmbeddedFile& file = kLifecycleText[0];
  return FromText(absl::string_view(file.data, file.size));
}

absl::StatusOr<Lifecycle> Lifecycle::FromText(absl::string_view text,
                                              absl::Span<const Guard> guards) {
  PROBITY_ASSIGN_OR_RETURN(LifecycleTable table, ParseLifecycle(text, guards));
  PROBITY_RETURN_IF_ERROR(CheckLifecycle(table));
  return Lifecycle(std::move(table));
}

bool Lifecycle::Allows(State state, Verb verb) const {
  return std::any_of(table_.rows.begin(), table_.rows.end(),
                     [&](const Row& row) { return row.verb == verb && Contains(row.from, state); });
}

bool Lifecycle::IsClosed(State state) const {
  const auto closed = table_.sets.find("closed");
  return closed != table_.sets.end() && Contains(closed->second, state);
}

absl::StatusOr<const Row*> Lifecycle::Find(const Facts& facts) const {
  const State from = facts.allegation.state();
  const Verb verb = facts.step.verb;
  if (IsClosed(from) && !Allows(from, verb)) {
    return Refused(facts, "a closed allegation is not changed", v1::ERROR_REASON_CASE_CLOSED);
  }
  for (const auto& [required_of, guard] : table_.required) {
    if (required_of == verb) PROBITY_RETURN_IF_ERROR(guard->check(facts));
  }
  for (const Row& row : table_.rows) {
    if (row.verb == verb && Contains(row.from, from) && Applies(row, facts)) return &row;
  }
  return Refused(facts, "the life cycle has no such step from this state",
                 v1::ERROR_REASON_TRANSITION_NOT_ALLOWED);
}

absl::StatusOr<Transition> Lifecycle::Judge(const Facts& facts, const Call& call) const {
  const bool ever = std::any_of(table_.rows.begin(), table_.rows.end(), [&](const Row& row) {
    return row.verb == facts.step.verb &&
           (MayPropose(row, call) || (row.second != SecondPerson::kNone && AtHeadquarters(call)));
  });
  if (!ever) return RoleNotAllowed(facts);
  PROBITY_ASSIGN_OR_RETURN(const Row* row, Find(facts));

  const SecondPersonRule rule = RuleFor(*row, facts);
  const bool proposed = rule.needed && IsProposed(facts);
  if (!MayPropose(*row, call) && !(proposed && MayConfirm(*row, rule, call))) {
    return RoleNotAllowed(facts);
  }
  for (const Guard* guard : row->guards) PROBITY_RETURN_IF_ERROR(guard->check(facts));

  if (row->target == Target::kPrevious) {
    return Refused(facts, "the state before is not kept yet", v1::ERROR_REASON_NOT_AVAILABLE_YET);
  }
  const State to = row->target == Target::kState ? row->to : facts.allegation.state();
  if (!rule.needed) return Transition{.to = to, .proposal = std::nullopt};
  if (!proposed) {
    return Transition{.to = facts.allegation.state(), .proposal = Propose(facts, call)};
  }
  if (facts.allegation.proposal().proposer() == call.viewer.principal) {
    return Refused(facts, "who proposed the step cannot confirm it",
                   v1::ERROR_REASON_SECOND_PERSON_REQUIRED);
  }
  if (!MayConfirm(*row, rule, call)) {
    return Refused(facts, "the second person must be at headquarters",
                   v1::ERROR_REASON_SECOND_PERSON_REQUIRED);
  }
  return Transition{.to = to, .proposal = std::nullopt};
}

}  // namespace probity::cases
