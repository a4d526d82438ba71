#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/evidence.h"
#include "clients/cli/identity.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/text.h"
#include "clients/cli/view.h"
#include "clients/cpp/screening_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity screen candidate --name 'Aleksej Schtschukarew' --dob 1981-11-02 \\\n"
    "      --nationality XC --agreement DPO-RECRUITMENT --channel pd-recruitment \\\n"
    "      --purpose recruitment --mission UNMISS\n"
    "  probity screen roll roll.csv --agreement DPO-RECRUITMENT --channel contingent-roll \\\n"
    "      --purpose deployment --mission UNMISS\n"
    "  probity screen get screenings/3f6x...\n"
    "  probity screen list --roll rolls/4g7y... --decision hold\n"
    "  probity screen replay screenings/3f6x...";

std::string DecisionText(const v1::Screening& screening) {
  std::string text = absl::StrCat(
      v1::Decision_Name(screening.decision()), "  ", v1::ReasonCode_Name(screening.reason_code()),
      "\n", Printable(screening.name()), "  policy ", Printable(screening.policy_version()),
      ", matcher ", Printable(screening.matcher_version()), ", register ",
      screening.register_epoch(), ":", screening.register_position(), "\n");
  if (!screening.contact().empty()) {
    absl::StrAppend(&text, "Contact: ", Printable(screening.contact()), "\n");
  }
  return text;
}

// What it was met with, for those who adjudicate: to others a match is no answer, and asking is a
// denial, which is logged. After the screening, as a message or a table of its own.
absl::Status ShowEvidence(Session& session, const std::string& screening) {
  v1::ListMatchesRequest request;
  request.set_screening(screening);
  PROBITY_ASSIGN_OR_RETURN(const v1::ListMatchesResponse all,
                           session.CallAll(&client::Screenings::ListMatches, request));
  if (session.settings().output != Output::kTable) {
    return session.Show(all, ListTable(all.matches(), {"name", "person", "external_record", "band",
                                                       "state", "total_millibits"}));
  }
  for (const v1::Match& match : all.matches()) {
    session.terminal().out << "\n" << MatchText(match);
  }
  return absl::OkStatus();
}

enum class Evidence {
  // What a person at a terminal would ask next, and not what a program reads.
  kInATable,
  kAsked,
  kNone,
};

bool Wants(Evidence evidence, Output output, const v1::Screening& screening) {
  if (evidence != Evidence::kInATable) return evidence == Evidence::kAsked;
  return output == Output::kTable && screening.decision() != v1::CLEARED;
}

absl::Status ShowScreening(Session& session, const v1::Screening& screening, Evidence evidence) {
  const Output output = session.settings().output;
  if (output == Output::kTable) {
    session.terminal().out << DecisionText(screening);
  } else {
    PROBITY_RETURN_IF_ERROR(session.ShowFields(screening));
  }
  if (!Wants(evidence, output, screening)) return absl::OkStatus();
  const absl::Status shown = ShowEvidence(session, screening.name());
  if (evidence == Evidence::kAsked || !absl::IsPermissionDenied(shown)) return shown;
  session.terminal().out << "\nThe evidence is for adjudicators (--no-evidence: do not ask).\n";
  return absl::OkStatus();
}

void AddCandidate(Command& noun) {
  struct Flags {
    IdentityFlags identity;
    v1::ScreenCandidateRequest request;
    bool evidence = false;
    bool no_evidence = false;
  };
  Command& candidate = noun.Verb("candidate", "Screens one candidate");
  auto& flags = candidate.Keep<Flags>();
  AddIdentity(candidate, flags.identity);
  auto& request = flags.request;
  candidate.Text("--agreement", *request.mutable_agreement(), "code or agreements/CODE").Required();
  candidate
      .Enum<v1::ScreeningChannel>(
          "--channel", [&request](v1::ScreeningChannel channel) { request.set_channel(channel); },
          "who asks: pd-recruitment, contingent-roll, civilian-hr, ...")
      .Required();
  candidate
      .Enum<v1::Purpose>(
          "--purpose", [&request](v1::Purpose purpose) { request.set_purpose(purpose); },
          "recruitment, deployment, extension, ...")
      .Required();
  candidate.Text("--mission", *request.mutable_mission(), "of the post: code");
  candidate.Text("--request-id", *request.mutable_request_id(),
                 "UUID that makes sending it twice screening once");
  const Option asked =
      candidate.Flag("--evidence", flags.evidence,
                     "the matches that wait, line by line (for adjudicators); a table shows them "
                     "unless the candidate is cleared");
  candidate.Flag("--no-evidence", flags.no_evidence, "the decision alone").Excludes(asked);
  candidate.OnRun([&flags](Session& s) -> absl::Status {
    v1::ScreenCandidateRequest call = flags.request;
    PROBITY_RETURN_IF_ERROR(FillIdentity(flags.identity, *call.mutable_candidate()));
    call.set_agreement(AgreementName(call.agreement()));
    call.set_mission(MissionName(call.mission()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Screening screening,
                             s.Call(&client::Screenings::ScreenCandidate, call));
    const Evidence evidence = flags.evidence      ? Evidence::kAsked
                              : flags.no_evidence ? Evidence::kNone
                                                  : Evidence::kInATable;
    return ShowScreening(s, screening, evidence);
  });
}

void AddGet(Command& noun) {
  Command& get = noun.Verb("get", "Shows one screening");
  auto& name = get.Keep<std::string>();
  auto& evidence = get.Keep<bool>();
  get.Text("screening", name, "screenings/ID").Required();
  get.Flag("--evidence", evidence, "with the matches that wait (for adjudicators)");
  get.OnRun([&name, &evidence](Session& s) -> absl::Status {
    v1::GetScreeningRequest request;
    request.set_name(name);
    PROBITY_ASSIGN_OR_RETURN(const v1::Screening screening,
                             s.Call(&client::Screenings::GetScreening, request));
    if (evidence) return ShowScreening(s, screening, Evidence::kAsked);
    return s.ShowFields(screening);
  });
}

void AddList(Command& noun) {
  Command& list = noun.Verb("list", "Lists your own screenings, or those of a roll");
  auto& request = list.Keep<v1::ListScreeningsRequest>();
  list.Text("--roll", *request.mutable_roll(), "rolls/ID");
  list.Enum<v1::Decision>(
      "--decision", [&request](v1::Decision decision) { request.set_decision(decision); },
      "not-cleared, hold, unable-to-screen, refer or cleared");
  list.OnRun([&request](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::ListScreeningsResponse all,
                             s.CallAll(&client::Screenings::ListScreenings, request));
    return s.Show(
        all, ListTable(all.screenings(), {"name", "row_number", "candidate.names.full", "decision",
                                          "reason_code", "screened_time", "decided_time"}));
  });
}

void AddReplay(Command& noun) {
  Command& replay =
      noun.Verb("replay", "Works an answer out again from what is stored, and compares");
  auto& name = replay.Keep<std::string>();
  replay.Text("screening", name, "screenings/ID").Required();
  replay.OnRun([&name](Session& s) -> absl::Status {
    v1::ReplayScreeningRequest request;
    request.set_name(name);
    PROBITY_ASSIGN_OR_RETURN(const v1::ReplayScreeningResponse answer,
                             s.Call(&client::Screenings::ReplayScreening, request));
    Table table{.columns = {{"answer"}, {"decision"}, {"reason"}, {"policy"}, {"matcher"}},
                .rows = {}};
    for (const auto& [title, screening] :
         {std::pair("stored", &answer.stored()), std::pair("replayed", &answer.replayed())}) {
      table.rows.push_back({title, v1::Decision_Name(screening->decision()),
                            v1::ReasonCode_Name(screening->reason_code()),
                            screening->policy_version(), screening->matcher_version()});
    }
    PROBITY_RETURN_IF_ERROR(s.Show(answer, table));
    if (!answer.identical()) s.set_done_as(ExitCode::kDiffers);
    s.Note(answer.identical() ? "The two are the same bytes." : "The two DIFFER.");
    return absl::OkStatus();
  });
}

}  // namespace

void AddScreen(Command& program) {
  Command& noun =
      program.Noun("screen", "Asks whether candidates have a disciplinary history", kExamples);
  AddCandidate(noun);
  AddScreenRoll(noun);
  AddGet(noun);
  AddList(noun);
  AddReplay(noun);
}

}  // namespace probity::cli
