#include "clients/cpp/token.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "proto/support/error.h"

namespace probity::client {
namespace {

constexpr size_t kMaxTokenBytes = 4096;

}  // namespace

bool IsToken(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxTokenBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           constexpr absl::string_view kPunctuation = "-._~+/=";
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  kPunctuation.find(c) != absl::string_view::npos;
         });
}

absl::StatusOr<std::string> ReadTokenFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    return InvalidArgument("the token file cannot be read").With("file", path);
  }
  std::string line;
  std::getline(file, line);
  const std::string token(absl::StripAsciiWhitespace(line));
  if (!IsToken(token)) {
    return InvalidArgument("the token file's first line is no token").With("file", path);
  }
  return token;
}

}  // namespace probity::client
