#include <memory>

#include "clients/cli/evidence.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/view.h"
#include "clients/cpp/screening_service.h"
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

void AddList(Command& noun) {
  Command& list = noun.Verb("list", "Lists matches that wait for somebody, oldest first");
  auto& request = list.Keep<v1::ListMatchesRequest>();
  list.Text("--screening", *request.mutable_screening(), "only of screenings/ID");
  list.Enum<v1::Match::State>(
      "--state", [&request](v1::Match::State state) { request.set_state(state); },
      "instead of those that wait");
  list.OnRun([&request](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::ListMatchesResponse all,
                             s.CallAll(&client::Screenings::ListMatches, request));
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

void AddGet(Command& noun) {
  Command& get = noun.Verb("get", "Shows one match with its evidence");
  auto& name = get.Keep<std::string>();
  get.Text("match", name, "matches/ID").Required();
  get.OnRun([&name](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::Match match, GetMatch(s, name));
    return ShowMatch(s, match);
  });
}

// A verdict: the request's own options are added by the caller.
template <typename Request>
void OnVerdict(Command& command, Request& request,
               grpc::Status (client::Screenings::*method)(grpc::ClientContext*, const Request&,
                                                          v1::Match*)) {
  command.Text("match", *request.mutable_name(), "matches/ID").Required();
  command.Text("--note", *request.mutable_note(), "what the verdict rests on");
  command.Text("--etag", *request.mutable_etag(), "of the version that was read; default: now");
  command.OnRun([&request, method](Session& s) -> absl::Status {
    if (request.etag().empty()) {
      PROBITY_ASSIGN_OR_RETURN(const v1::Match now, GetMatch(s, request.name()));
      request.set_etag(now.etag());
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Match match, s.Call(method, request));
    TellProposal(s, match);
    return ShowMatch(s, match);
  });
}

void AddVerdicts(Command& noun) {
  Command& confirm = noun.Verb("confirm", "Says that the candidate is the person of the record");
  OnVerdict(confirm, confirm.Keep<v1::ConfirmMatchRequest>(), &client::Screenings::ConfirmMatch);
  Command& reject = noun.Verb("reject", "Says that the candidate is somebody else");
  auto& request = reject.Keep<v1::RejectMatchRequest>();
  reject
      .Enum<v1::Match::RejectReason>(
          "--reason", [&request](v1::Match::RejectReason reason) { request.set_reason(reason); },
          "dob-different, nationality-different, id-different, other-reason, ...")
      .Required();
  OnVerdict(reject, request, &client::Screenings::RejectMatch);
}

}  // namespace

void AddMatch(Command& program) {
  Command& noun = program.Noun("match", "Possible matches, and their adjudication", kExamples);
  AddList(noun);
  AddGet(noun);
  AddVerdicts(noun);
}

}  // namespace probity::cli
