// Identities as lines of text, so that people read and write the seeds, and any bytes are some.
//
//   n FULL <tab> GIVEN <tab> PATRONYMIC <tab> FAMILY   a name; fields may be missing
//   w FULL ...                                         a name of low quality
//   * COUNT                                            the last name so many times more
//   b YEAR MONTH DAY YEAR_TO ~                         a date of birth; ~ is "about"
//   c CODE                                             a nationality
//   s f                                                a sex: f, m or o
//   i TYPE <tab> ISSUER <tab> VALUE                    an identifier; TYPE is a digit
//
// All else is skipped. Nothing is checked: what comes out may be refused by CheckIdentity.
#ifndef PROBITY_TESTS_FUZZ_IDENTITY_TEXT_H_
#define PROBITY_TESTS_FUZZ_IDENTITY_TEXT_H_

#include "absl/strings/string_view.h"
#include "services/matching/identity.h"

namespace probity::matching::fuzz {

inline constexpr int kMostRepeated = 600;  // More than the engine reads, in few bytes.

void AddLine(absl::string_view line, Identity& identity);

}  // namespace probity::matching::fuzz

#endif  // PROBITY_TESTS_FUZZ_IDENTITY_TEXT_H_
