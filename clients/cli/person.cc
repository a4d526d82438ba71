#include "clients/cli/identity.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cpp/person_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity person create --name 'Aleksei Shchukarev' --native-name 'Алексей Щукарев' \\\n"
    "      --dob 1974-03 --nationality XK --identifier military_service_no:XK:XK123456\n"
    "  probity person get persons/0c5t...\n"
    "  probity person separate persons/0c5t... --record 0 --on 2014-05-01 --reason end-of-tour";

void AddCreate(Command& noun) {
  struct Flags {
    IdentityFlags identity;
    std::string place_of_birth;
    bool validate_only = false;
  };
  Command& create = noun.Verb("create", "Adds a person");
  auto& flags = create.Keep<Flags>();
  AddIdentity(create, flags.identity);
  create.Text("--place-of-birth", flags.place_of_birth);
  create.Flag("--validate-only", flags.validate_only, "check, record nothing");
  create.OnRun([&flags](Session& s) -> absl::Status {
    v1::CreatePersonRequest request;
    PROBITY_RETURN_IF_ERROR(FillIdentity(flags.identity, *request.mutable_person()));
    request.mutable_person()->set_place_of_birth(flags.place_of_birth);
    request.set_validate_only(flags.validate_only);
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person,
                             s.Call(&client::Persons::CreatePerson, request));
    return s.ShowFields(person);
  });
}

void AddGet(Command& noun) {
  Command& get = noun.Verb("get", "Shows one person");
  auto& name = get.Keep<std::string>();
  get.Text("person", name, "persons/ID").Required();
  get.OnRun([&name](Session& s) -> absl::Status {
    v1::GetPersonRequest request;
    request.set_name(name);
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person, s.Call(&client::Persons::GetPerson, request));
    return s.ShowFields(person);
  });
}

void AddSeparate(Command& noun) {
  struct Flags {
    std::string name, etag, on;
    int record = 0;
    v1::ServiceRecord::SeparationReason reason = v1::ServiceRecord::SEPARATION_REASON_UNSPECIFIED;
  };
  Command& separate = noun.Verb("separate", "Records the end of a service record");
  auto& flags = separate.Keep<Flags>();
  separate.Text("person", flags.name, "persons/ID").Required();
  separate.Number("--record", flags.record, "place among the service records, from 0");
  separate.Text("--on", flags.on, "full date").Required();
  separate.Enum("--reason", flags.reason, "end-of-tour, resignation, dismissal, ...").Required();
  separate.Text("--etag", flags.etag, "of the version that was read; default: now");
  separate.OnRun([&flags](Session& s) -> absl::Status {
    v1::RecordSeparationRequest request;
    request.set_name(flags.name);
    request.set_etag(flags.etag);
    request.set_service_record_index(flags.record);
    request.set_separated_on(flags.on);
    request.set_separation_reason(flags.reason);
    if (request.etag().empty()) {
      v1::GetPersonRequest get;
      get.set_name(flags.name);
      PROBITY_ASSIGN_OR_RETURN(const v1::Person now, s.Call(&client::Persons::GetPerson, get));
      request.set_etag(now.etag());
    }
    PROBITY_ASSIGN_OR_RETURN(const v1::Person person,
                             s.Call(&client::Persons::RecordSeparation, request));
    return s.ShowFields(person);
  });
}

}  // namespace

void AddPerson(Command& program) {
  Command& noun = program.Noun("person", "Subjects of allegations", kExamples);
  AddCreate(noun);
  AddGet(noun);
  AddSeparate(noun);
}

}  // namespace probity::cli
