// How a command ends.
#ifndef PROBITY_CLIENTS_CLI_EXIT_CODE_H_
#define PROBITY_CLIENTS_CLI_EXIT_CODE_H_

#include <string>

#include "absl/status/status.h"

namespace probity::cli {

// For scripts: one number a kind of error. README.md lists them; they do not change.
enum class ExitCode {
  kOk = 0,
  kUsage = 2,         // The command line itself.
  kNotFound = 3,      // Absent, or hidden from this caller.
  kInvalid = 4,       // What was sent, or a file or a row of it, is wrong.
  kPermission = 5,    // No or bad credentials, or not allowed.
  kPrecondition = 6,  // The register's state forbids it: stale etag, wrong state, exists already.
  kUnavailable = 7,   // The server cannot be reached, is busy, or was too slow: try again.
  kInternal = 8,      // The server failed.
  kDiffers = 9,       // A replay is not what was stored.
};

ExitCode ExitCodeOf(const absl::Status& status);

// "error: INVALID_ARGUMENT, MISSING_FIELD at report.mission: a mission is needed", then the facts
// of the error, one a line. Made printable.
std::string ErrorText(const absl::Status& status);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_EXIT_CODE_H_
