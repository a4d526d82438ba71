#include <memory>

#include "clients/cli/enums.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/view.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity case record --mission UNMIL --channel hotline --became-aware 2014-02-03 \\\n"
    "      --type RAPE --name 'Aleksei Shchukarev' --dob 1974-03-11 --nationality XK \\\n"
    "      --subcategory CONTINGENT_MEMBER --victims child:female:1\n"
    "  probity case record --json report.json\n"
    "  probity case list --mission UNMIL --state registered\n"
    "  probity case tally --year 2013 --by category\n"
    "  probity case get cases/0c5t...\n"
    "  probity case assess allegations/1d4v... --duplicates-searched\n"
    "  probity case find allegations/1d4v... --outcome substantiated --on 2014-09-30";

absl::StatusOr<v1::Case> GetCase(Session& session, const std::string& name) {
  v1::GetCaseRequest request;
  request.set_name(name);
  return session.Call(&client::Cases::GetCase, request);
}

// The etag that was given, or that of the case as it is now.
absl::StatusOr<std::string> EtagOf(Session& session, const std::string& name,
                                   const std::string& given) {
  if (!given.empty()) return given;
  PROBITY_ASSIGN_OR_RETURN(const v1::Case now, GetCase(session, name));
  return now.etag();
}

void AddGet(CLI::App* noun, Session& session) {
  CLI::App* get = noun->add_subcommand("get", "Shows one case with its allegations");
  const auto name = std::make_shared<std::string>();
  get->add_option("case", *name, "cases/ID")->required();
  OnRun(get, session, [name](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::Case found, GetCase(s, *name));
    return s.ShowFields(found);
  });
}

void AddList(CLI::App* noun, Session& session) {
  struct Flags {
    std::string mission, from, before;
    v1::Allegation::State state = v1::Allegation::STATE_UNSPECIFIED;
  };
  CLI::App* list = noun->add_subcommand("list", "Lists the cases that you may see, newest first");
  const auto flags = std::make_shared<Flags>();
  list->add_option("--mission", flags->mission, "code or missions/CODE");
  list->add_option("--received-from", flags->from, "full date, UTC");
  list->add_option("--received-before", flags->before, "full date, UTC");
  AddEnum(list, "--state", flags->state, "with an allegation in this state");
  OnRun(list, session, [flags](Session& s) -> absl::Status {
    v1::ListCasesRequest request;
    request.set_mission(MissionName(flags->mission));
    request.set_received_from(flags->from);
    request.set_received_before(flags->before);
    request.set_state(flags->state);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListCasesResponse all,
                             s.CallAll(&client::Cases::ListCases, request));
    return s.Show(
        all, ListTable(all.cases(), {"name", "reference", "mission", "became_aware_time", "state",
                                     "allegations.misconduct_type", "allegations.name",
                                     "external_references", "fictitious"}));
  });
}

void AddLink(CLI::App* noun, Session& session) {
  CLI::App* link = noun->add_subcommand("link", "Links a subject of a case to a person");
  const auto request = std::make_shared<v1::LinkSubjectRequest>();
  link->add_option("case", *request->mutable_name(), "cases/ID")->required();
  const auto number = std::make_shared<int>(1);
  link->add_option("--subject", *number, "number of the subject within the case")
      ->capture_default_str();
  link->add_option("--person", *request->mutable_person(), "persons/ID")->required();
  link->add_option("--etag", *request->mutable_etag(), "of the case; default: now");
  OnRun(link, session, [request, number](Session& s) -> absl::Status {
    request->set_subject_number(*number);
    PROBITY_ASSIGN_OR_RETURN(*request->mutable_etag(), EtagOf(s, request->name(), request->etag()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Case changed, s.Call(&client::Cases::LinkSubject, *request));
    return s.ShowFields(changed);
  });
}

void AddUnlink(CLI::App* noun, Session& session) {
  CLI::App* unlink = noun->add_subcommand("unlink", "Undoes a link that was recorded in error");
  const auto request = std::make_shared<v1::UnlinkSubjectRequest>();
  unlink->add_option("case", *request->mutable_name(), "cases/ID")->required();
  const auto number = std::make_shared<int>(1);
  unlink->add_option("--subject", *number, "number of the subject within the case")
      ->capture_default_str();
  unlink->add_option("--reason", *request->mutable_reason(), "why the link was an error")
      ->required();
  v1::Placeholder& placeholder = *request->mutable_placeholder();
  unlink->add_option("--placeholder-nationality", *placeholder.mutable_nationality());
  unlink->add_option("--unit", *placeholder.mutable_unit());
  unlink->add_option("--rank", *placeholder.mutable_rank());
  unlink->add_option("--description", *placeholder.mutable_description());
  unlink->add_option("--etag", *request->mutable_etag(), "of the case; default: now");
  OnRun(unlink, session, [request, number](Session& s) -> absl::Status {
    request->set_subject_number(*number);
    PROBITY_ASSIGN_OR_RETURN(*request->mutable_etag(), EtagOf(s, request->name(), request->etag()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Case changed,
                             s.Call(&client::Cases::UnlinkSubject, *request));
    return s.ShowFields(changed);
  });
}

}  // namespace

void AddCase(CLI::App& app, Session& session) {
  CLI::App* noun =
      AddNoun(app, "case", "Reports, allegations, and their way to closure", kExamples);
  AddCaseReport(*noun, session);
  AddGet(noun, session);
  AddList(noun, session);
  AddCaseTally(*noun, session);
  AddLink(noun, session);
  AddUnlink(noun, session);
  AddCaseSteps(*noun, session);
}

}  // namespace probity::cli
