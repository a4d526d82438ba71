#include "storage/assembly/register_part.h"

#include <string>

#include "absl/strings/cord.h"

namespace probity::assembly {
namespace {

constexpr char kPayload[] = "probity/register-parts";

}  // namespace

absl::Status About(std::initializer_list<RegisterPart> parts, absl::Status status) {
  if (status.ok() || status.GetPayload(kPayload).has_value()) return status;
  std::string letters;
  for (const RegisterPart part : parts) letters.push_back(static_cast<char>(part));
  status.SetPayload(kPayload, absl::Cord(letters));
  return status;
}

std::vector<RegisterPart> PartsOf(const absl::Status& error) {
  std::vector<RegisterPart> parts;
  const auto payload = error.GetPayload(kPayload);
  if (!payload.has_value()) return parts;
  for (const char letter : std::string(*payload)) {
    parts.push_back(static_cast<RegisterPart>(letter));
  }
  return parts;
}

}  // namespace probity::assembly
