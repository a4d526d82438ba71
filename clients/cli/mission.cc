#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/view.h"
#include "clients/cpp/registry_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity mission list\n"
    "  probity mission get UNMIL\n"
    "  probity mission create UNEX --title 'United Nations Example Mission' --country Exampleland "
    "\\\n"
    "      --kind peacekeeping --from 2026-01";

void AddList(Command& noun) {
  noun.Verb("list", "Lists the missions").OnRun([](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::ListMissionsResponse all,
                             s.CallAll(&client::Registry::ListMissions, v1::ListMissionsRequest()));
    return s.Show(all, ListTable(all.missions(), {"name", "title", "country", "mission_kind",
                                                  "active_from", "active_to"}));
  });
}

void AddGet(Command& noun) {
  Command& get = noun.Verb("get", "Shows one mission");
  auto& request = get.Keep<v1::GetMissionRequest>();
  get.Text("mission", *request.mutable_name(), "code or missions/CODE").Required();
  get.OnRun([&request](Session& s) -> absl::Status {
    request.set_name(MissionName(request.name()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Mission mission,
                             s.Call(&client::Registry::GetMission, request));
    return s.ShowFields(mission);
  });
}

void AddCreate(Command& noun) {
  struct Flags {
    std::string code, title, country, country_code, from, to;
    v1::Mission::MissionKind kind = v1::Mission::MISSION_KIND_UNSPECIFIED;
  };
  Command& create = noun.Verb("create", "Adds a mission");
  auto& flags = create.Keep<Flags>();
  create.Text("mission", flags.code, "code or missions/CODE").Required();
  create.Text("--title", flags.title, "as it is printed").Required();
  create.Text("--country", flags.country, "country label of publications");
  create.Text("--country-code", flags.country_code, "ISO 3166-1 alpha-3");
  create.Enum("--kind", flags.kind, "peacekeeping, special-political or other").Required();
  create.Text("--from", flags.from, "partial date: 2026, 2026-01, 2026-01-31");
  create.Text("--to", flags.to, "partial date; empty: still active");
  create.OnRun([&flags](Session& s) -> absl::Status {
    v1::CreateMissionRequest request;
    v1::Mission& mission = *request.mutable_mission();
    mission.set_name(MissionName(flags.code));
    mission.set_title(flags.title);
    mission.set_country(flags.country);
    mission.set_country_code(flags.country_code);
    mission.set_mission_kind(flags.kind);
    mission.set_active_from(flags.from);
    mission.set_active_to(flags.to);
    PROBITY_ASSIGN_OR_RETURN(const v1::Mission made,
                             s.Call(&client::Registry::CreateMission, request));
    return s.ShowFields(made);
  });
}

}  // namespace

void AddMission(Command& program) {
  Command& noun = program.Noun("mission", "Field missions", kExamples);
  AddList(noun);
  AddGet(noun);
  AddCreate(noun);
}

}  // namespace probity::cli
