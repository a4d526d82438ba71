#include <memory>

#include "clients/cli/enums.h"
#include "clients/cli/identity.h"
#include "clients/cli/nouns.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity person create --name 'Aleksei Shchukarev' --native-name 'Алексей Щукарев' \\\n"
    "      --dob 1974-03 --nationality XK --identifier military_service_no:XK:XK123456\n"
    "  probity person get persons/0c5t...\n"
    "  probity person separate persons/0c5t... --record 0 --on 2014-05-01 --reason end-of-tour";

void AddCreate(CLI::App* noun, Session& session) {
  struct Flags {
    IdentityFlags identity;
    std::string place_of_birth;
    bool validate_only = false;
  };
  CLI::App* create = noun->add_subcommand("create", "Adds a person");
  const auto flags = std::make_shared<Flags>();
  AddIdentity(create, flags->identity);
  create->add_option("--place-of-birth", flags->place_of_birth);
  create->add_flag("--validate-only", flags->validate_only, "check, record nothing");
  OnRun(create, session, [flags](Session& s) -> absl::Status {
    v1::CreatePersonRequest request;
    PROBITY_RETURN_IF_ERROR(FillIdentity(flags->identity, *request.mutable_person()));
    request.mutable_person()->set_place_of_birth(flags->place_of_birth);
    request.set_validate_only(flags->validate_only);
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person,
                             s.Call(&client::Persons::CreatePerson, request));
    return s.ShowFields(person);
  });
}

void AddGet(CLI::App* noun, Session& session) {
  CLI::App* get = noun->add_subcommand("get", "Shows one person");
  const auto name = std::make_shared<std::string>();
  get->add_option("person", *name, "persons/ID")->required();
  OnRun(get, session, [name](Session& s) -> absl::Status {
    v1::GetPersonRequest request;
    request.set_name(*name);
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person, s.Call(&client::Persons::GetPerson, request));
    return s.ShowFields(person);
  });
}

void AddSeparate(CLI::App* noun, Session& session) {
  struct Flags {
    std::string name, etag, on;
    int record = 0;
    v1::ServiceRecord::SeparationReason reason = v1::ServiceRecord::SEPARATION_REASON_UNSPECIFIED;
  };
  CLI::App* separate = noun->add_subcommand("separate", "Records the end of a service record");
  const auto flags = std::make_shared<Flags>();
  separate->add_option("person", flags->name, "persons/ID")->required();
  separate->add_option("--record", flags->record, "place among the service records, from 0");
  separate->add_option("--on", flags->on, "full date")->required();
  AddEnum(separate, "--reason", flags->reason, "end-of-tour, resignation, dismissal, ...")
      ->required();
  separate->add_option("--etag", flags->etag, "of the version that was read; default: now");
  OnRun(separate, session, [flags](Session& s) -> absl::Status {
    v1::RecordSeparationRequest request;
    request.set_name(flags->name);
    request.set_etag(flags->etag);
    request.set_service_record_index(flags->record);
    request.set_separated_on(flags->on);
    request.set_separation_reason(flags->reason);
    if (request.etag().empty()) {
      v1::GetPersonRequest get;
      get.set_name(flags->name);
      PROBITY_ASSIGN_OR_RETURN(const v1::Person now, s.Call(&client::Persons::GetPerson, get));
      request.set_etag(now.etag());
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person,
                             s.Call(&client::Persons::RecordSeparation, request));
    return s.ShowFields(person);
  });
}

}  // namespace

void AddPerson(CLI::App& app, Session& session) {
  CLI::App* noun = AddNoun(app, "person", "Subjects of allegations", kExamples);
  AddCreate(noun, session);
  AddGet(noun, session);
  AddSeparate(noun, session);
}

}  // namespace probity::cli
