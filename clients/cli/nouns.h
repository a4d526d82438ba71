// One function a noun of the command line; each adds its verbs to the program.
#ifndef PROBITY_CLIENTS_CLI_NOUNS_H_
#define PROBITY_CLIENTS_CLI_NOUNS_H_

#include "CLI/CLI.hpp"
#include "clients/cli/session.h"

namespace probity::cli {

void AddAdmin(CLI::App& app, Session& session);
void AddCase(CLI::App& app, Session& session);
void AddImport(CLI::App& app, Session& session);
void AddMatch(CLI::App& app, Session& session);
void AddMission(CLI::App& app, Session& session);
void AddPerson(CLI::App& app, Session& session);
void AddScreen(CLI::App& app, Session& session);
void AddTaxonomy(CLI::App& app, Session& session);

// Verbs of a noun that have files of their own.
void AddCaseReport(CLI::App& noun, Session& session);
void AddCaseSteps(CLI::App& noun, Session& session);
void AddCaseTally(CLI::App& noun, Session& session);
void AddScreenRoll(CLI::App& noun, Session& session);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_NOUNS_H_
