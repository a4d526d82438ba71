// A file that a command reads, and the character that parts its columns.
#ifndef PROBITY_CLIENTS_CLI_INPUT_FILE_H_
#define PROBITY_CLIENTS_CLI_INPUT_FILE_H_

#include <fstream>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/command.h"

namespace probity::cli {

// INVALID_ARGUMENT if it is not there, cannot be read, or is a folder.
absl::StatusOr<std::ifstream> OpenFile(const std::string& path);

// --separator: ",", ";" or "tab", as SeparatorOf reads it.
void AddSeparator(Command& command, std::string& separator);
char SeparatorOf(const std::string& separator);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_INPUT_FILE_H_
