#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/view.h"
#include "clients/cpp/case_service.h"
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

void AddGet(Command& noun) {
  Command& get = noun.Verb("get", "Shows one case with its allegations");
  auto& name = get.Keep<std::string>();
  get.Text("case", name, "cases/ID").Required();
  get.OnRun([&name](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(const v1::Case found, GetCase(s, name));
    return s.ShowFields(found);
  });
}

void AddList(Command& noun) {
  struct Flags {
    std::string mission, from, before;
    v1::Allegation::State state = v1::Allegation::STATE_UNSPECIFIED;
  };
  Command& list = noun.Verb("list", "Lists the cases that you may see, newest first");
  auto& flags = list.Keep<Flags>();
  list.Text("--mission", flags.mission, "code or missions/CODE");
  list.Text("--received-from", flags.from, "full date, UTC");
  list.Text("--received-before", flags.before, "full date, UTC");
  list.Enum("--state", flags.state, "with an allegation in this state");
  list.OnRun([&flags](Session& s) -> absl::Status {
    v1::ListCasesRequest request;
    request.set_mission(MissionName(flags.mission));
    request.set_received_from(flags.from);
    request.set_received_before(flags.before);
    request.set_state(flags.state);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListCasesResponse all,
                             s.CallAll(&client::Cases::ListCases, request));
    return s.Show(
        all, ListTable(all.cases(), {"name", "reference", "mission", "became_aware_time", "state",
                                     "allegations.misconduct_type", "allegations.name",
                                     "external_references", "fictitious"}));
  });
}

void AddLink(Command& noun) {
  Command& link = noun.Verb("link", "Links a subject of a case to a person");
  auto& request = link.Keep<v1::LinkSubjectRequest>();
  link.Text("case", *request.mutable_name(), "cases/ID").Required();
  auto& number = link.Keep<int>(1);
  link.Number("--subject", number, "number of the subject within the case").ShowDefault();
  link.Text("--person", *request.mutable_person(), "persons/ID").Required();
  link.Text("--etag", *request.mutable_etag(), "of the case; default: now");
  link.OnRun([&request, &number](Session& s) -> absl::Status {
    request.set_subject_number(number);
    PROBITY_ASSIGN_OR_RETURN(*request.mutable_etag(), EtagOf(s, request.name(), request.etag()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Case changed, s.Call(&client::Cases::LinkSubject, request));
    return s.ShowFields(changed);
  });
}

void AddUnlink(Command& noun) {
  Command& unlink = noun.Verb("unlink", "Undoes a link that was recorded in error");
  auto& request = unlink.Keep<v1::UnlinkSubjectRequest>();
  unlink.Text("case", *request.mutable_name(), "cases/ID").Required();
  auto& number = unlink.Keep<int>(1);
  unlink.Number("--subject", number, "number of the subject within the case").ShowDefault();
  unlink.Text("--reason", *request.mutable_reason(), "why the link was an error").Required();
  v1::Placeholder& placeholder = *request.mutable_placeholder();
  unlink.Text("--placeholder-nationality", *placeholder.mutable_nationality());
  unlink.Text("--unit", *placeholder.mutable_unit());
  unlink.Text("--rank", *placeholder.mutable_rank());
  unlink.Text("--description", *placeholder.mutable_description());
  unlink.Text("--etag", *request.mutable_etag(), "of the case; default: now");
  unlink.OnRun([&request, &number](Session& s) -> absl::Status {
    request.set_subject_number(number);
    PROBITY_ASSIGN_OR_RETURN(*request.mutable_etag(), EtagOf(s, request.name(), request.etag()));
    PROBITY_ASSIGN_OR_RETURN(const v1::Case changed,
                             s.Call(&client::Cases::UnlinkSubject, request));
    return s.ShowFields(changed);
  });
}

}  // namespace

void AddCase(Command& program) {
  Command& noun = program.Noun("case", "Reports, allegations, and their way to closure", kExamples);
  AddCaseReport(noun);
  AddGet(noun);
  AddList(noun);
  AddCaseTally(noun);
  AddLink(noun);
  AddUnlink(noun);
  AddCaseSteps(noun);
}

}  // namespace probity::cli
