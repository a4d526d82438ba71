#include "storage/sqlite/register/register_file.h"

#include <string>

#include "absl/strings/cord.h"

namespace probity::sqlite {
namespace {

constexpr char kPayload[] = "probity/register-files";

}  // namespace

absl::Status About(std::initializer_list<RegisterFile> files, absl::Status status) {
  if (status.ok() || status.GetPayload(kPayload).has_value()) return status;
  std::string letters;
  for (const RegisterFile file : files) letters.push_back(static_cast<char>(file));
  status.SetPayload(kPayload, absl::Cord(letters));
  return status;
}

std::vector<RegisterFile> FilesOf(const absl::Status& error) {
  std::vector<RegisterFile> files;
  const auto payload = error.GetPayload(kPayload);
  if (!payload.has_value()) return files;
  for (const char letter : std::string(*payload)) {
    files.push_back(static_cast<RegisterFile>(letter));
  }
  return files;
}

}  // namespace probity::sqlite
