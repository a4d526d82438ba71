// probity screen roll: a file of candidates over one stream.
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/input_file.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/progress.h"
#include "clients/cli/roll_file.h"
#include "clients/cli/roll_report.h"
#include "clients/cli/session.h"
#include "clients/cpp/roll.h"
#include "clients/cpp/screening_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

struct Flags {
  std::string file, roll, agreement, mission, title, separator = ",";
  v1::ScreeningChannel channel = v1::SCREENING_CHANNEL_UNSPECIFIED;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  std::vector<std::string> ignored;
  bool supersede = false;
};

// Police rolls number their people as police.
v1::Identifier::IdentifierType ServiceNumberOf(v1::ScreeningChannel channel) {
  return channel == v1::FPU_ROLL || channel == v1::PD_RECRUITMENT
             ? v1::Identifier::POLICE_SERVICE_NO
             : v1::Identifier::MILITARY_SERVICE_NO;
}

absl::StatusOr<RollFile> Read(const Flags& flags) {
  PROBITY_ASSIGN_OR_RETURN(std::ifstream file, OpenFile(flags.file));
  PROBITY_ASSIGN_OR_RETURN(RollFile roll,
                           ReadRollFile(file, {.separator = SeparatorOf(flags.separator),
                                               .service_number = ServiceNumberOf(flags.channel),
                                               .ignored = flags.ignored}));
  for (v1::ScreenRollRequest& row : roll.rows) row.set_supersede(flags.supersede);
  return roll;
}

// The roll to go on with, or a new one.
absl::StatusOr<v1::Roll> RollOf(Session& session, const Flags& flags) {
  if (!flags.roll.empty()) {
    v1::GetRollRequest request;
    request.set_name(flags.roll);
    return session.Call(&client::Screenings::GetRoll, request);
  }
  v1::CreateRollRequest request;
  v1::Roll& roll = *request.mutable_roll();
  roll.set_title(flags.title.empty() ? flags.file.substr(flags.file.rfind('/') + 1) : flags.title);
  roll.set_agreement(AgreementName(flags.agreement));
  roll.set_channel(flags.channel);
  roll.set_purpose(flags.purpose);
  roll.set_mission(MissionName(flags.mission));
  return session.Call(&client::Screenings::CreateRoll, request);
}

absl::Status ShowResults(Session& session, const std::string& roll, const RollResults& results,
                         const RollFile& file) {
  switch (session.settings().output) {
    case Output::kJson:
      for (const auto& result : results) PROBITY_RETURN_IF_ERROR(session.ShowLine(result));
      return absl::OkStatus();
    case Output::kCsv:
      return session.Show(ResultTable(results, file));
    case Output::kTable:
      break;
  }
  auto& out = session.terminal().out;
  out << roll << "\n\n" << ToText(SummaryTable(results));
  const Table human = HumanTable(results, file);
  if (human.rows.empty()) {
    out << "\nNo row needs a human.\n";
  } else {
    out << "\nRows that need a human: " << human.rows.size() << "\n" << ToText(human);
  }
  return absl::OkStatus();
}

absl::Status Screen(Session& session, const Flags& flags) {
  PROBITY_ASSIGN_OR_RETURN(const RollFile file, Read(flags));
  PROBITY_ASSIGN_OR_RETURN(client::Connection* const server, session.Connect());
  PROBITY_ASSIGN_OR_RETURN(const v1::Roll roll, RollOf(session, flags));
  RollResults results;
  for (const BadRow& bad : file.bad) results.push_back(ResultOf(bad));
  const absl::Time start = session.Now();
  absl::Status status;
  {
    int64_t done = 0;
    Progress progress(session.terminal().err, session.terminal().err_is_terminal, "rows",
                      static_cast<int64_t>(file.rows.size()), [&session] { return session.Now(); });
    status = client::ScreenRows(*server, roll.name(), file.rows,
                                [&](const v1::ScreenRollResponse& result) {
                                  results.push_back(result);
                                  progress.Update(++done);
                                });
  }
  PROBITY_RETURN_IF_ERROR(ShowResults(session, roll.name(), results, file));
  if (!status.ok()) {
    session.Note(absl::StrCat("The stream broke; go on with: --roll ", roll.name()));
    return status;
  }
  const bool refused = std::any_of(results.begin(), results.end(),
                                   [](const auto& result) { return result.has_error(); });
  if (refused) session.set_done_as(ExitCode::kInvalid);
  const double seconds = absl::ToDoubleSeconds(session.Now() - start);
  session.Note(absl::StrFormat("%d rows in %.1f s", file.rows.size(), seconds));
  return absl::OkStatus();
}

}  // namespace

void AddScreenRoll(Command& noun) {
  Command& command = noun.Verb(
      "roll",
      "Screens a nominal roll: a CSV file with the columns row_no, full_name and, where known,\n"
      "native_name, given, family, dob, gender, nationality, passport, passport_issuer,\n"
      "service_number. Sending a row again gives its stored answer.");
  auto& flags = command.Keep<Flags>();
  command.Text("file", flags.file, "CSV file").Required();
  const Option agreement = command.Text("--agreement", flags.agreement, "code or agreements/CODE");
  command.Enum("--channel", flags.channel, "who asks: contingent-roll, fpu-roll, ...").Required();
  const Option purpose = command.Enum("--purpose", flags.purpose, "deployment, rotation, ...");
  command.Text("--mission", flags.mission, "of the posts: code");
  command.Text("--title", flags.title, "of the roll, for people; default: the name of the file");
  command.Text("--roll", flags.roll, "go on with rolls/ID instead of a new roll")
      .Excludes(agreement)
      .Excludes(purpose);
  AddSeparator(command, flags.separator);
  command.Texts("--ignore", flags.ignored,
                "a column of the file that holds nothing to screen by; repeat");
  command.Flag("--supersede", flags.supersede,
               "other content for a row that is screened already replaces its answer");
  command.OnRun([&flags](Session& s) -> absl::Status { return Screen(s, flags); });
}

}  // namespace probity::cli
