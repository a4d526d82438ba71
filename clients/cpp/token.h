// The secret a caller shows.
#ifndef PROBITY_CLIENTS_CPP_TOKEN_H_
#define PROBITY_CLIENTS_CPP_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::client {

// The first line of the file. INVALID_ARGUMENT if it cannot be read, is empty, or holds what no
// token holds; the message never quotes it.
absl::StatusOr<std::string> ReadTokenFile(const std::string& path);

// Letters, digits and -._~+/= (RFC 6750), 1 to 4,096.
bool IsToken(absl::string_view text);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_TOKEN_H_
