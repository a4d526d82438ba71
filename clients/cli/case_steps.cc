// probity case assess, register, ... reopen: the steps of an allegation's life cycle.
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/enums.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cpp/case_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

template <typename Request>
using Method = grpc::Status (client::Cases::*)(grpc::ClientContext*, const Request&,
                                               v1::Allegation*);

absl::StatusOr<std::string> EtagNow(Session& session, const std::string& name) {
  v1::GetAllegationRequest request;
  request.set_name(name);
  PROBITY_ASSIGN_OR_RETURN(const v1::Allegation now,
                           session.Call(&client::Cases::GetAllegation, request));
  return now.etag();
}

void TellProposal(Session& session, const v1::Allegation& allegation) {
  if (!allegation.has_proposal()) return;
  session.Note("This step waits for a second person: the same command by somebody else.");
}

// One step: its options are fields of its request, which the command keeps.
template <typename Request>
struct Step {
  Command& command;
  Request& request;
};

template <typename Request>
Step<Request> AddStep(Command& noun, const std::string& verb, const std::string& help,
                      Method<Request> method) {
  Command& command = noun.Verb(verb, help);
  auto& request = command.Keep<Request>();
  command.Text("allegation", *request.mutable_name(), "allegations/ID").Required();
  command.Text("--etag", *request.mutable_etag(), "of the version that was read; default: now");
  command.Text("--request-id", *request.mutable_request_id(),
               "UUID that makes sending it twice doing it once");
  command.Flag(
      "--validate-only", [&request] { request.set_validate_only(true); }, "check, change nothing");
  command.OnRun([&request, method](Session& s) -> absl::Status {
    if (request.etag().empty()) {
      PROBITY_ASSIGN_OR_RETURN(*request.mutable_etag(), EtagNow(s, request.name()));
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Allegation changed, s.Call(method, request));
    TellProposal(s, changed);
    return s.ShowFields(changed);
  });
  return {command, request};
}

void AddAssess(Command& noun) {
  auto [command, request] = AddStep<v1::AssessAllegationRequest>(
      noun, "assess", "Takes an allegation into assessment", &client::Cases::AssessAllegation);
  command.Flag(
      "--duplicates-searched", [&r = request] { r.set_duplicates_searched(true); },
      "the search for duplicates was made");
  command.Text("--new-information", *request.mutable_new_information(),
               "what led to a new assessment");
}

void AddRegister(Command& noun) {
  auto [command, request] = AddStep<v1::RegisterAllegationRequest>(
      noun, "register", "Registers an allegation that meets the threshold",
      &client::Cases::RegisterAllegation);
  command.Flag(
      "--would-breach", [&r = request] { r.set_would_breach_standards(true); },
      "the acts, if true, would breach the standards of conduct");
  command.Flag("--victim-identifiable", [&r = request] { r.set_victim_identifiable(true); });
  command.Flag(
      "--serious", [&r = request] { r.set_serious(true); }, "serious though its type is not");
}

void AddRefer(Command& noun) {
  auto [command, request] = AddStep<v1::ReferAllegationRequest>(
      noun, "refer", "Refers an allegation to who investigates", &client::Cases::ReferAllegation);
  v1::Referral& referral = *request.mutable_referral();
  command
      .Enum<v1::Body>(
          "--to", [&referral](v1::Body body) { referral.set_to(body); },
          "oios, mission-siu, contingent-commander, ...")
      .Required();
  command.Text("--on", *referral.mutable_sent_on(), "full date").Required();
}

void AddInvestigation(Command& noun) {
  auto [open, opening] = AddStep<v1::OpenInvestigationRequest>(
      noun, "open-investigation", "Records that an investigation was opened",
      &client::Cases::OpenInvestigation);
  open.Enum<v1::Body>(
          "--entity", [&r = opening](v1::Body body) { r.set_entity(body); }, "who investigates")
      .Required();
  open.Text("--on", *opening.mutable_opened_on(), "full date").Required();

  auto [conclude, conclusion] = AddStep<v1::ConcludeInvestigationRequest>(
      noun, "conclude-investigation", "Records that an investigation was concluded",
      &client::Cases::ConcludeInvestigation);
  conclude.Text("--on", *conclusion.mutable_concluded_on(), "full date").Required();
  conclude.Text("--report", *conclusion.mutable_report_reference(),
                "the report's reference, no names");
}

void AddFind(Command& noun) {
  auto [command, request] = AddStep<v1::RecordFindingRequest>(
      noun, "find", "Records the finding of a concluded investigation",
      &client::Cases::RecordFinding);
  v1::Finding& finding = *request.mutable_finding();
  command
      .Enum<v1::Finding::Outcome>(
          "--outcome", [&finding](v1::Finding::Outcome outcome) { finding.set_outcome(outcome); },
          "substantiated, unsubstantiated, closed-withdrawn, ...")
      .Required();
  command.Text("--on", *finding.mutable_found_on(), "full date").Required();
}

void AddReferForAction(Command& noun) {
  auto [command, request] = AddStep<v1::ReferForActionRequest>(
      noun, "refer-for-action", "Refers a substantiated allegation to who decides",
      &client::Cases::ReferForAction);
  command
      .Enum<v1::Body>(
          "--to", [&r = request](v1::Body body) { r.set_to(body); },
          "ohr, member-state, unv-executive-coordinator, ...")
      .Required();
  command.Text("--on", *request.mutable_sent_on(), "full date").Required();
}

// "united-nations:repatriation-disciplinary:2014-10-01:barred".
std::optional<v1::Action> ParseAction(const std::string& text) {
  constexpr size_t kParts = 6;
  std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', kParts - 1));
  parts.resize(kParts);
  const auto by = ParseEnum(*v1::Action::ImposedBy_descriptor(), parts[0]);
  const auto kind = ParseEnum(*v1::Action::ActionKind_descriptor(), parts[1]);
  const auto bar = parts[3].empty() ? v1::Action::BAR_UNSPECIFIED
                                    : ParseEnum(*v1::Action::Bar_descriptor(), parts[3]);
  if (!by.has_value() || !kind.has_value() || !bar.has_value()) return std::nullopt;
  v1::Action action;
  action.set_imposed_by(static_cast<v1::Action::ImposedBy>(*by));
  action.set_kind(static_cast<v1::Action::ActionKind>(*kind));
  action.set_effective_on(parts[2]);
  action.set_bar(static_cast<v1::Action::Bar>(*bar));
  action.set_ends_on(parts[4]);
  action.set_reason(parts[5]);
  return action;
}

// Why a text is no action; empty if it is one.
std::string CheckAction(const std::string& text) {
  if (ParseAction(text).has_value()) return "";
  return absl::StrCat("must be BY:KIND:EFFECTIVE_ON[:BAR[:ENDS_ON[:REASON]]]; BY is ",
                      EnumChoices(*v1::Action::ImposedBy_descriptor()), "; KIND is ",
                      EnumChoices(*v1::Action::ActionKind_descriptor()), "; BAR is ",
                      EnumChoices(*v1::Action::Bar_descriptor()));
}

void AddAct(Command& noun) {
  auto [command, request] = AddStep<v1::RecordActionRequest>(
      noun, "act", "Records the actions taken", &client::Cases::RecordAction);
  command
      .Texts(
          "--action",
          [&r = request](const std::string& text) {
            if (auto action = ParseAction(text)) *r.add_actions() = *std::move(action);
          },
          "BY:KIND:EFFECTIVE_ON[:BAR[:ENDS_ON[:REASON]]], as in\n"
          "united-nations:repatriation-disciplinary:2014-10-01:barred; repeat")
      .Required()
      .Check(CheckAction);
}

void AddClose(Command& noun) {
  auto [command, request] = AddStep<v1::CloseAllegationRequest>(
      noun, "close", "Closes an allegation", &client::Cases::CloseAllegation);
  v1::Closure& closure = *request.mutable_closure();
  command.Flag("--reporter-informed", [&closure] { closure.set_reporter_informed(true); });
  command.Flag("--victim-informed", [&closure] { closure.set_victim_informed(true); });
  command.Flag("--subject-informed", [&closure] { closure.set_subject_informed(true); });
  command.Text("--why-impossible", *closure.mutable_why_impossible(),
               "why one of them was not informed, no names");
  command.Text("--on", *closure.mutable_closed_on(), "full date").Required();
}

void AddReopen(Command& noun) {
  auto [command, request] = AddStep<v1::ReopenAllegationRequest>(
      noun, "reopen", "Reopens a closed allegation", &client::Cases::ReopenAllegation);
  command.Text("--new-information", *request.mutable_new_information()).Required();
}

}  // namespace

void AddCaseSteps(Command& noun) {
  AddAssess(noun);
  AddRegister(noun);
  AddRefer(noun);
  AddInvestigation(noun);
  AddFind(noun);
  AddReferForAction(noun);
  AddAct(noun);
  AddClose(noun);
  AddReopen(noun);
}

}  // namespace probity::cli
