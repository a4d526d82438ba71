#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/enums.h"
#include "clients/cli/evidence.h"
#include "clients/cli/identity.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/text.h"
#include "clients/cli/view.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity screen candidate --name 'Aleksej Schtschukarew' --dob 1974-03-11 \\\n"
    "      --nationality XK --agreement DPO-RECRUITMENT --channel pd-recruitment \\\n"
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

void AddCandidate(CLI::App* noun, Session& session) {
  struct Flags {
    IdentityFlags identity;
    v1::ScreenCandidateRequest request;
    bool evidence = false;
    bool no_evidence = false;
  };
  CLI::App* candidate = noun->add_subcommand("candidate", "Screens one candidate");
  const auto flags = std::make_shared<Flags>();
  AddIdentity(candidate, flags->identity);
  auto& request = flags->request;
  candidate->add_option("--agreement", *request.mutable_agreement(), "code or agreements/CODE")
      ->required();
  AddEnumOption(
      candidate, "--channel", *v1::ScreeningChannel_descriptor(),
      [&request](int v) { request.set_channel(static_cast<v1::ScreeningChannel>(v)); },
      "who asks: pd-recruitment, contingent-roll, civilian-hr, ...")
      ->required();
  AddEnumOption(
      candidate, "--purpose", *v1::Purpose_descriptor(),
      [&request](int v) { request.set_purpose(static_cast<v1::Purpose>(v)); },
      "recruitment, deployment, extension, ...")
      ->required();
  candidate->add_option("--mission", *request.mutable_mission(), "of the post: code");
  candidate->add_option("--request-id", *request.mutable_request_id(),
                        "UUID that makes sending it twice screening once");
  candidate->add_flag("--evidence", flags->evidence,
                      "the matches that wait, line by line (for adjudicators); a table shows them "
                      "unless the candidate is cleared");
  candidate->add_flag("--no-evidence", flags->no_evidence, "the decision alone")
      ->excludes("--evidence");
  OnRun(candidate, session, [flags](Session& s) -> absl::Status {
    v1::ScreenCandidateRequest call = flags->request;
    PROBITY_RETURN_IF_ERROR(FillIdentity(flags->identity, *call.mutable_candidate()));
    call.set_agreement(AgreementName(call.agreement()));
    call.set_mission(MissionName(call.mission()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Screening screening,
                             s.Call(&client::Screenings::ScreenCandidate, call));
    const Evidence evidence = flags->evidence      ? Evidence::kAsked
                              : flags->no_evidence ? Evidence::kNone
                                                   : Evidence::kInATable;
    return ShowScreening(s, screening, evidence);
  });
}

void AddGet(CLI::App* noun, Session& session) {
  CLI::App* get = noun->add_subcommand("get", "Shows one screening");
  const auto name = std::make_shared<std::string>();
  const auto evidence = std::make_shared<bool>(false);
  get->add_option("screening", *name, "screenings/ID")->required();
  get->add_flag("--evidence", *evidence, "with the matches that wait (for adjudicators)");
  OnRun(get, session, [name, evidence](Session& s) -> absl::Status {
    v1::GetScreeningRequest request;
    request.set_name(*name);
    PROBITY_ASSIGN_OR_RETURN(const v1::Screening screening,
                             s.Call(&client::Screenings::GetScreening, request));
    if (*evidence) return ShowScreening(s, screening, Evidence::kAsked);
    return s.ShowFields(screening);
  });
}

void AddList(CLI::App* noun, Session& session) {
  CLI::App* list = noun->add_subcommand("list", "Lists your own screenings, or those of a roll");
  const auto request = std::make_shared<v1::ListScreeningsRequest>();
  list->add_option("--roll", *request->mutable_roll(), "rolls/ID");
  AddEnumOption(
      list, "--decision", *v1::Decision_descriptor(),
      [request](int v) { request->set_decision(static_cast<v1::Decision>(v)); },
      "not-cleared, hold, unable-to-screen, refer or cleared");
  OnRun(list, session, [request](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::ListScreeningsResponse all,
                             s.CallAll(&client::Screenings::ListScreenings, *request));
    return s.Show(
        all, ListTable(all.screenings(), {"name", "row_number", "candidate.names.full", "decision",
                                          "reason_code", "screened_time", "decided_time"}));
  });
}

void AddReplay(CLI::App* noun, Session& session) {
  CLI::App* replay =
      noun->add_subcommand("replay", "Works an answer out again from what is stored, and compares");
  const auto name = std::make_shared<std::string>();
  replay->add_option("screening", *name, "screenings/ID")->required();
  OnRun(replay, session, [name](Session& s) -> absl::Status {
    v1::ReplayScreeningRequest request;
    request.set_name(*name);
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

void AddScreen(CLI::App& app, Session& session) {
  CLI::App* noun =
      AddNoun(app, "screen", "Asks whether candidates have a disciplinary history", kExamples);
  AddCandidate(noun, session);
  AddScreenRoll(*noun, session);
  AddGet(noun, session);
  AddList(noun, session);
  AddReplay(noun, session);
}

}  // namespace probity::cli
