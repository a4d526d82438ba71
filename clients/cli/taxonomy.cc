#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cli/view.h"
#include "clients/cpp/registry_service.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity taxonomy types --scheme SEA\n"
    "  probity taxonomy categories --year 2013\n"
    "  probity taxonomy states --output csv";

void AddTypes(Command& noun) {
  Command& types = noun.Verb("types", "Lists the types of misconduct");
  auto& scheme = types.Keep<std::string>();
  types.Text("--scheme", scheme, "only SEA, LEGACY, THB or CMTS2021");
  types.OnRun([&scheme](Session& s) -> absl::Status {
    v1::ListMisconductTypesRequest request;
    request.set_scheme(scheme);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListMisconductTypesResponse all,
                             s.Call(&client::Registry::ListMisconductTypes, request));
    return s.Show(all, ListTable(all.misconduct_types(),
                                 {"code", "scheme", "parent", "title", "family", "legacy_category",
                                  "serious", "valid_from", "valid_to"}));
  });
}

void AddCategories(Command& noun) {
  Command& categories =
      noun.Verb("categories", "Lists the personnel subcategories and the public group of each");
  auto& year = categories.Keep<int>();
  categories.Number("--year", year, "only the mapping of this publication year");
  categories.OnRun([&year](Session& s) -> absl::Status {
    v1::ListPersonnelCategoriesRequest request;
    request.set_year(year);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListPersonnelCategoriesResponse all,
                             s.Call(&client::Registry::ListPersonnelCategories, request));
    return s.Show(all,
                  ListTable(all.personnel_categories(), {"code", "group", "year_from", "year_to",
                                                         "uniformed", "national_jurisdiction"}));
  });
}

void AddStates(Command& noun) {
  noun.Verb("states", "Lists the Member States and their codes")
      .OnRun([](Session& s) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(
            const v1::ListMemberStatesResponse all,
            s.Call(&client::Registry::ListMemberStates, v1::ListMemberStatesRequest()));
        return s.Show(all, ListTable(all.member_states(), {"code", "title", "fictitious"}));
      });
}

}  // namespace

void AddTaxonomy(Command& program) {
  Command& noun = program.Noun("taxonomy", "Types, categories and States by code", kExamples);
  AddTypes(noun);
  AddCategories(noun);
  AddStates(noun);
}

}  // namespace probity::cli
