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

void AddSeparator(Command& command, std::string& separator) {
  command.Text("--separator", separator, "\",\", \";\" or \"tab\"")
      .Check([](const std::string& text) {
        return text == "tab" || text == "," || text == ";" ? "" : "must be \",\", \";\" or \"tab\"";
      })
      .ShowDefault();
}

char SeparatorOf(const std::string& separator) {
  return separator == "tab" ? '\t' : separator.at(0);
}

}  // namespace probity::cli
