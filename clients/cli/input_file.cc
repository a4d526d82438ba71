#include "clients/cli/input_file.h"

#include <filesystem>
#include <system_error>

#include "proto/support/error.h"

namespace probity::cli {

absl::StatusOr<std::ifstream> OpenFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return InvalidArgument("this is a folder, not a file").With("file", path);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return InvalidArgument("the file cannot be read").With("file", path);
  return file;
}

void AddSeparator(CLI::App* command, std::string& separator) {
  command->add_option("--separator", separator, "\",\", \";\" or \"tab\"")
      ->check(CLI::Validator(
          [](std::string& text) {
            return text == "tab" || text == "," || text == ";" ? std::string()
                                                               : "must be \",\", \";\" or \"tab\"";
          },
          ""))
      ->capture_default_str();
}

char SeparatorOf(const std::string& separator) {
  return separator == "tab" ? '\t' : separator.at(0);
}

}  // namespace probity::cli
