#include <memory>

#include "clients/cli/enums.h"
#include "clients/cli/evidence.h"
#include "clients/cli/nouns.h"
#include "clients/cli/view.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity match list\n"
    "  probity match get matches/2e5w...\n"
    "  probity match confirm matches/2e5w... --note 'Same passport, seen by the desk.'\n"
    "  probity match reject matches/2e5w... --reason dob-different --note 'Born in 1990.'";

absl::StatusOr<v1::Match> GetMatch(Session& session, const std::string& name) {
  v1::GetMatchRequest request;
  request.set_name(name);
  return session.Call(&client::Screenings::GetMatch, request);
}

absl::Status ShowMatch(Session& session, const v1::Match& match) {
  if (session.settings().output != Output::kTable) return session.ShowFields(match);
  session.terminal().out << MatchText(match);
  return absl::OkStatus();
}

void TellProposal(Session& session, const v1::Match& match) {
  if (match.state() == v1::Match::PROPOSED_CONFIRMED ||
      match.state() == v1::Match::PROPOSED_REJECTED) {
    session.Note("This verdict waits for a second person: the same command by somebody else.");
  }
}

void AddList(CLI::App* noun, Session& session) {
  CLI::App* list =
      noun->add_subcommand("list", "Lists matches that wait for somebody, oldest first");
  const auto request = std::make_shared<v1::ListMatchesRequest>();
  list->add_option("--screening", *request->mutable_screening(), "only of screenings/ID");
  AddEnumOption(
      list, "--state", *v1::Match::State_descriptor(),
      [request](int state) { request->set_state(static_cast<v1::Match::State>(state)); },
      "instead of those that wait");
  OnRun(list, session, [request](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::ListMatchesResponse all,
                             s.CallAll(&client::Screenings::ListMatches, *request));
    Table table = ListTable(all.matches(), {"name", "screening", "band", "state", "record_class",
                                            "person", "external_record", "first_adjudicator"});
    table.columns.insert(table.columns.begin() + 3, {"bits", true});
    for (int i = 0; i < all.matches_size(); ++i) {
      auto& row = table.rows[static_cast<size_t>(i)];
      row.insert(row.begin() + 3, Bits(all.matches(i).total_millibits()));
    }
    return s.Show(all, table);
  });
}

void AddGet(CLI::App* noun, Session& session) {
  CLI::App* get = noun->add_subcommand("get", "Shows one match with its evidence");
  const auto name = std::make_shared<std::string>();
  get->add_option("match", *name, "matches/ID")->required();
  OnRun(get, session, [name](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::Match match, GetMatch(s, *name));
    return ShowMatch(s, match);
  });
}

// A verdict: the request's own options are added by the caller.
template <typename Request>
void OnVerdict(CLI::App* command, Session& session, const std::shared_ptr<Request>& request,
               grpc::Status (client::Screenings::*method)(grpc::ClientContext*, const Request&,
                                                          v1::Match*)) {
  command->add_option("match", *request->mutable_name(), "matches/ID")->required();
  command->add_option("--note", *request->mutable_note(), "what the verdict rests on");
  command->add_option("--etag", *request->mutable_etag(),
                      "of the version that was read; default: now");
  OnRun(command, session, [request, method](Session& s) -> absl::Status {
    if (request->etag().empty()) {
      PROBITY_ASSIGN_OR_RETURN(const v1::Match now, GetMatch(s, request->name()));
      request->set_etag(now.etag());
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Match match, s.Call(method, *request));
    TellProposal(s, match);
    return ShowMatch(s, match);
  });
}

void AddVerdicts(CLI::App* noun, Session& session) {
  OnVerdict(noun->add_subcommand("confirm", "Says that the candidate is the person of the record"),
            session, std::make_shared<v1::ConfirmMatchRequest>(),
            &client::Screenings::ConfirmMatch);
  CLI::App* reject = noun->add_subcommand("reject", "Says that the candidate is somebody else");
  const auto request = std::make_shared<v1::RejectMatchRequest>();
  AddEnumOption(
      reject, "--reason", *v1::Match::RejectReason_descriptor(),
      [request](int reason) { request->set_reason(static_cast<v1::Match::RejectReason>(reason)); },
      "dob-different, nationality-different, id-different, other-reason, ...")
      ->required();
  OnVerdict(reject, session, request, &client::Screenings::RejectMatch);
}

}  // namespace

void AddMatch(CLI::App& app, Session& session) {
  CLI::App* noun = AddNoun(app, "match", "Possible matches, and their adjudication", kExamples);
  AddList(noun, session);
  AddGet(noun, session);
  AddVerdicts(noun, session);
}

}  // namespace probity::cli
