#include "absl/strings/str_format.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/tally.h"
#include "clients/cpp/case_service.h"
#include "clients/cpp/registry_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

struct Flags {
  int year = 0;
  std::string by = "category";
  std::string mission;
};

absl::StatusOr<Tally> Compute(Session& session, const Flags& flags) {
  v1::ListCasesRequest cases;
  cases.set_received_from(absl::StrFormat("%04d-01-01", flags.year));
  cases.set_received_before(absl::StrFormat("%04d-01-01", flags.year + 1));
  cases.set_mission(MissionName(flags.mission));
  PROBITY_ASSIGN_OR_RETURN(const v1::ListCasesResponse received,
                           session.CallAll(&client::Cases::ListCases, cases));
  v1::ListPersonnelCategoriesRequest mapping;
  mapping.set_year(flags.year);
  PROBITY_ASSIGN_OR_RETURN(const v1::ListPersonnelCategoriesResponse categories,
                           session.Call(&client::Registry::ListPersonnelCategories, mapping));
  if (flags.by == "category") {
    return TallyByCategory(received.cases(), categories.personnel_categories());
  }
  PROBITY_ASSIGN_OR_RETURN(
      const v1::ListMissionsResponse missions,
      session.CallAll(&client::Registry::ListMissions, v1::ListMissionsRequest()));
  return TallyByMission(received.cases(), categories.personnel_categories(), missions.missions());
}

}  // namespace

void AddCaseTally(Command& noun) {
  Command& command =
      noun.Verb("tally",
                "Counts the allegations of a year as publications do, with the share involving\n"
                "children");
  auto& flags = command.Keep<Flags>();
  command.Number("--year", flags.year, "year of receipt").Required().Between(1945, 9998);
  command.Text("--by", flags.by, "category or mission")
      .OneOf({"category", "mission"})
      .ShowDefault();
  command.Text("--mission", flags.mission, "only this mission");
  command.OnRun([&flags](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const Tally tally, Compute(s, flags));
    PROBITY_RETURN_IF_ERROR(s.Show(TallyTable(tally, flags.by)));
    for (const std::string& note : TallyNotes(tally, flags.year)) {
      if (s.settings().output == Output::kTable) {
        s.terminal().out << note << "\n";
      } else {
        s.Note(note);
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace probity::cli
