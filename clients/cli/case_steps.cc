// probity case assess, register, ... reopen: the steps of an allegation's life cycle.
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/enums.h"
#include "clients/cli/nouns.h"
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
  CLI::App* command;
  Request& request;
};

template <typename Request>
Step<Request> AddStep(CLI::App& noun, Session& session, const std::string& verb,
                      const std::string& help, Method<Request> method) {
  CLI::App* command = noun.add_subcommand(verb, help);
  const auto request = std::make_shared<Request>();
  command->add_option("allegation", *request->mutable_name(), "allegations/ID")->required();
  command->add_option("--etag", *request->mutable_etag(),
                      "of the version that was read; default: now");
  command->add_option("--request-id", *request->mutable_request_id(),
                      "UUID that makes sending it twice doing it once");
  command->add_flag_callback(
      "--validate-only", [request] { request->set_validate_only(true); }, "check, change nothing");
  OnRun(command, session, [request, method](Session& s) -> absl::Status {
    if (request->etag().empty()) {
      PROBITY_ASSIGN_OR_RETURN(*request->mutable_etag(), EtagNow(s, request->name()));
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Allegation changed, s.Call(method, *request));
    TellProposal(s, changed);
    return s.ShowFields(changed);
  });
  return {command, *request};
}

CLI::Option* AddBody(CLI::App* command, const std::string& name, std::function<void(v1::Body)> set,
                     const std::string& help) {
  return AddEnumOption(
             command, name, *v1::Body_descriptor(),
             [set = std::move(set)](int body) { set(static_cast<v1::Body>(body)); }, help)
      ->required();
}

void AddAssess(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::AssessAllegationRequest>(
      noun, session, "assess", "Takes an allegation into assessment",
      &client::Cases::AssessAllegation);
  command->add_flag_callback(
      "--duplicates-searched", [&r = request] { r.set_duplicates_searched(true); },
      "the search for duplicates was made");
  command->add_option("--new-information", *request.mutable_new_information(),
                      "what led to a new assessment");
}

void AddRegister(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::RegisterAllegationRequest>(
      noun, session, "register", "Registers an allegation that meets the threshold",
      &client::Cases::RegisterAllegation);
  command->add_flag_callback(
      "--would-breach", [&r = request] { r.set_would_breach_standards(true); },
      "the acts, if true, would breach the standards of conduct");
  command->add_flag_callback("--victim-identifiable",
                             [&r = request] { r.set_victim_identifiable(true); });
  command->add_flag_callback(
      "--serious", [&r = request] { r.set_serious(true); }, "serious though its type is not");
}

void AddRefer(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::ReferAllegationRequest>(
      noun, session, "refer", "Refers an allegation to who investigates",
      &client::Cases::ReferAllegation);
  AddBody(
      command, "--to", [&r = request](v1::Body body) { r.mutable_referral()->set_to(body); },
      "oios, mission-siu, contingent-commander, ...");
  command->add_option("--on", *request.mutable_referral()->mutable_sent_on(), "full date")
      ->required();
}

void AddInvestigation(CLI::App& noun, Session& session) {
  auto [open, opening] = AddStep<v1::OpenInvestigationRequest>(
      noun, session, "open-investigation", "Records that an investigation was opened",
      &client::Cases::OpenInvestigation);
  AddBody(
      open, "--entity", [&r = opening](v1::Body body) { r.set_entity(body); }, "who investigates");
  open->add_option("--on", *opening.mutable_opened_on(), "full date")->required();

  auto [conclude, conclusion] = AddStep<v1::ConcludeInvestigationRequest>(
      noun, session, "conclude-investigation", "Records that an investigation was concluded",
      &client::Cases::ConcludeInvestigation);
  conclude->add_option("--on", *conclusion.mutable_concluded_on(), "full date")->required();
  conclude->add_option("--report", *conclusion.mutable_report_reference(),
                       "the report's reference, no names");
}

void AddFind(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::RecordFindingRequest>(
      noun, session, "find", "Records the finding of a concluded investigation",
      &client::Cases::RecordFinding);
  AddEnumOption(
      command, "--outcome", *v1::Finding::Outcome_descriptor(),
      [&r = request](int outcome) {
        r.mutable_finding()->set_outcome(static_cast<v1::Finding::Outcome>(outcome));
      },
      "substantiated, unsubstantiated, closed-withdrawn, ...")
      ->required();
  command->add_option("--on", *request.mutable_finding()->mutable_found_on(), "full date")
      ->required();
}

void AddReferForAction(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::ReferForActionRequest>(
      noun, session, "refer-for-action", "Refers a substantiated allegation to who decides",
      &client::Cases::ReferForAction);
  AddBody(
      command, "--to", [&r = request](v1::Body body) { r.set_to(body); },
      "ohr, member-state, unv-executive-coordinator, ...");
  command->add_option("--on", *request.mutable_sent_on(), "full date")->required();
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
std::string CheckAction(std::string& text) {
  if (ParseAction(text).has_value()) return "";
  return absl::StrCat("must be BY:KIND:EFFECTIVE_ON[:BAR[:ENDS_ON[:REASON]]]; BY is ",
                      EnumChoices(*v1::Action::ImposedBy_descriptor()), "; KIND is ",
                      EnumChoices(*v1::Action::ActionKind_descriptor()), "; BAR is ",
                      EnumChoices(*v1::Action::Bar_descriptor()));
}

void AddAct(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::RecordActionRequest>(
      noun, session, "act", "Records the actions taken", &client::Cases::RecordAction);
  command
      ->add_option_function<std::vector<std::string>>(
          "--action",
          [&r = request](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              if (auto action = ParseAction(text)) *r.add_actions() = *std::move(action);
            }
          },
          "BY:KIND:EFFECTIVE_ON[:BAR[:ENDS_ON[:REASON]]], as in\n"
          "united-nations:repatriation-disciplinary:2014-10-01:barred; repeat")
      ->allow_extra_args(false)
      ->required()
      ->check(CLI::Validator(CheckAction, ""));
}

void AddClose(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::CloseAllegationRequest>(
      noun, session, "close", "Closes an allegation", &client::Cases::CloseAllegation);
  v1::Closure& closure = *request.mutable_closure();
  command->add_flag_callback("--reporter-informed",
                             [&closure] { closure.set_reporter_informed(true); });
  command->add_flag_callback("--victim-informed",
                             [&closure] { closure.set_victim_informed(true); });
  command->add_flag_callback("--subject-informed",
                             [&closure] { closure.set_subject_informed(true); });
  command->add_option("--why-impossible", *closure.mutable_why_impossible(),
                      "why one of them was not informed, no names");
  command->add_option("--on", *closure.mutable_closed_on(), "full date")->required();
}

void AddReopen(CLI::App& noun, Session& session) {
  auto [command, request] = AddStep<v1::ReopenAllegationRequest>(
      noun, session, "reopen", "Reopens a closed allegation", &client::Cases::ReopenAllegation);
  command->add_option("--new-information", *request.mutable_new_information())->required();
}

}  // namespace

void AddCaseSteps(CLI::App& noun, Session& session) {
  AddAssess(noun, session);
  AddRegister(noun, session);
  AddRefer(noun, session);
  AddInvestigation(noun, session);
  AddFind(noun, session);
  AddReferForAction(noun, session);
  AddAct(noun, session);
  AddClose(noun, session);
  AddReopen(noun, session);
}

}  // namespace probity::cli
