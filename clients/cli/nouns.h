// One function a noun of the command line; each adds its verbs to the program.
#ifndef PROBITY_CLIENTS_CLI_NOUNS_H_
#define PROBITY_CLIENTS_CLI_NOUNS_H_

#include "clients/cli/command.h"

namespace probity::cli {

void AddAdmin(Command& program);
void AddCase(Command& program);
void AddImport(Command& program);
void AddMatch(Command& program);
void AddMission(Command& program);
void AddPerson(Command& program);
void AddScreen(Command& program);
void AddTaxonomy(Command& program);

// Verbs of a noun that have files of their own.
void AddCaseReport(Command& noun);
void AddCaseSteps(Command& noun);
void AddCaseTally(Command& noun);
void AddScreenRoll(Command& noun);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_NOUNS_H_
