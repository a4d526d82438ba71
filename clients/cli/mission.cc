#include <memory>

#include "clients/cli/enums.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/view.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity mission list\n"
    "  probity mission get UNMIL\n"
    "  probity mission create UNEX --title 'United Nations Example Mission' --country Exampleland "
    "\\\n"
    "      --kind peacekeeping --from 2026-01";

void AddList(CLI::App* noun, Session& session) {
  OnRun(noun->add_subcommand("list", "Lists the missions"), session,
        [](Session& s) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(
              const v1::ListMissionsResponse all,
              s.CallAll(&client::Registry::ListMissions, v1::ListMissionsRequest()));
          return s.Show(all, ListTable(all.missions(), {"name", "title", "country", "mission_kind",
                                                        "active_from", "active_to"}));
        });
}

void AddGet(CLI::App* noun, Session& session) {
  CLI::App* get = noun->add_subcommand("get", "Shows one mission");
  const auto request = std::make_shared<v1::GetMissionRequest>();
  get->add_option_function<std::string>(
         "mission", [request](const std::string& text) { request->set_name(MissionName(text)); },
         "code or missions/CODE")
      ->required();
  OnRun(get, session, [request](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::Mission mission,
                             s.Call(&client::Registry::GetMission, *request));
    return s.ShowFields(mission);
  });
}

void AddCreate(CLI::App* noun, Session& session) {
  struct Flags {
    std::string code, title, country, country_code, from, to;
    v1::Mission::MissionKind kind = v1::Mission::MISSION_KIND_UNSPECIFIED;
  };
  CLI::App* create = noun->add_subcommand("create", "Adds a mission");
  const auto flags = std::make_shared<Flags>();
  create->add_option("mission", flags->code, "code or missions/CODE")->required();
  create->add_option("--title", flags->title, "as it is printed")->required();
  create->add_option("--country", flags->country, "country label of publications");
  create->add_option("--country-code", flags->country_code, "ISO 3166-1 alpha-3");
  AddEnum(create, "--kind", flags->kind, "peacekeeping, special-political or other")->required();
  create->add_option("--from", flags->from, "partial date: 2026, 2026-01, 2026-01-31");
  create->add_option("--to", flags->to, "partial date; empty: still active");
  OnRun(create, session, [flags](Session& s) -> absl::Status {
    v1::CreateMissionRequest request;
    v1::Mission& mission = *request.mutable_mission();
    mission.set_name(MissionName(flags->code));
    mission.set_title(flags->title);
    mission.set_country(flags->country);
    mission.set_country_code(flags->country_code);
    mission.set_mission_kind(flags->kind);
    mission.set_active_from(flags->from);
    mission.set_active_to(flags->to);
    PROBITY_ASSIGN_OR_RETURN(const v1::Mission made,
                             s.Call(&client::Registry::CreateMission, request));
    return s.ShowFields(made);
  });
}

}  // namespace

void AddMission(CLI::App& app, Session& session) {
  CLI::App* noun = AddNoun(app, "mission", "Field missions", kExamples);
  AddList(noun, session);
  AddGet(noun, session);
  AddCreate(noun, session);
}

}  // namespace probity::cli
