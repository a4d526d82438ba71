#include "storage/postgres/fitness.h"

#include <libpq-fe.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"

namespace probity::postgres {
namespace {

constexpr int kOldestServer = 150000;
// The first whose version is of two numbers.
constexpr int kTwoNumbers = 100000;

std::string NameOf(int version) {
  if (version <= 0) return "of an unknown version";
  if (version >= kTwoNumbers) return absl::StrCat(version / 10000, ".", version % 10000);
  return absl::StrCat(version / 10000, ".", version / 100 % 100, ".", version % 100);
}

absl::Status Unfit(absl::string_view what) {
  return FailedPrecondition(what).Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
}

}  // namespace

absl::Status CheckVersion(int version) {
  if (version >= kOldestServer) return absl::OkStatus();
  return Unfit(absl::StrCat("the server is PostgreSQL ", NameOf(version),
                            "; PostgreSQL 15 or later is needed"));
}

absl::Status CheckEncoding(const char* encoding) {
  // Of libpq's own list: what the server says is not repeated.
  const int known = encoding == nullptr ? -1 : pg_char_to_encoding(encoding);
  const absl::string_view found = known < 0 ? "an unknown encoding" : pg_encoding_to_char(known);
  if (found == "UTF8") return absl::OkStatus();
  return Unfit(absl::StrCat("the database is in ", found, "; one in UTF-8 is needed"));
}

}  // namespace probity::postgres
