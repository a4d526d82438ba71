#include <memory>

#include "clients/cli/nouns.h"
#include "clients/cli/view.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity taxonomy types --scheme SEA\n"
    "  probity taxonomy categories --year 2013\n"
    "  probity taxonomy states --output csv";

void AddTypes(CLI::App* noun, Session& session) {
  CLI::App* types = noun->add_subcommand("types", "Lists the types of misconduct");
  const auto scheme = std::make_shared<std::string>();
  types->add_option("--scheme", *scheme, "only SEA, LEGACY, THB or CMTS2021");
  OnRun(types, session, [scheme](Session& s) -> absl::Status {
    v1::ListMisconductTypesRequest request;
    request.set_scheme(*scheme);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListMisconductTypesResponse all,
                             s.Call(&client::Registry::ListMisconductTypes, request));
    return s.Show(all, ListTable(all.misconduct_types(),
                                 {"code", "scheme", "parent", "title", "family", "legacy_category",
                                  "serious", "valid_from", "valid_to"}));
  });
}

void AddCategories(CLI::App* noun, Session& session) {
  CLI::App* categories = noun->add_subcommand(
      "categories", "Lists the personnel subcategories and the public group of each");
  const auto year = std::make_shared<int>(0);
  categories->add_option("--year", *year, "only the mapping of this publication year");
  OnRun(categories, session, [year](Session& s) -> absl::Status {
    v1::ListPersonnelCategoriesRequest request;
    request.set_year(*year);
    PROBITY_ASSIGN_OR_RETURN(const v1::ListPersonnelCategoriesResponse all,
                             s.Call(&client::Registry::ListPersonnelCategories, request));
    return s.Show(all,
                  ListTable(all.personnel_categories(), {"code", "group", "year_from", "year_to",
                                                         "uniformed", "national_jurisdiction"}));
  });
}

void AddStates(CLI::App* noun, Session& session) {
  OnRun(noun->add_subcommand("states", "Lists the Member States and their codes"), session,
        [](Session& s) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(
              const v1::ListMemberStatesResponse all,
              s.Call(&client::Registry::ListMemberStates, v1::ListMemberStatesRequest()));
          return s.Show(all, ListTable(all.member_states(), {"code", "title", "fictitious"}));
        });
}

}  // namespace

void AddTaxonomy(CLI::App& app, Session& session) {
  CLI::App* noun = AddNoun(app, "taxonomy", "Types, categories and States by code", kExamples);
  AddTypes(noun, session);
  AddCategories(noun, session);
  AddStates(noun, session);
}

}  // namespace probity::cli
