// What is tried with hostile bytes. A target ends the program if something that callers rely on
// does not hold; it returns for every input, whatever the bytes.
#ifndef PROBITY_TESTS_FUZZ_TARGETS_H_
#define PROBITY_TESTS_FUZZ_TARGETS_H_

#include "absl/strings/string_view.h"

namespace probity::matching::fuzz {

// An identity, prepared and judged (identity_text.h).
void Normalize(absl::string_view input);

// Two identities, compared: the first of the lines is the candidate until "=".
void ScoreTwo(absl::string_view input);

// A register that grows and shrinks, and candidates who are sought in it (index.cc has the form).
void SearchIndex(absl::string_view input);

// A date of birth, a country, a sex and a key as matchlab reads them.
void ReadValues(absl::string_view input);

// The files of matchlab: pairs, a gallery, queries, with a form feed between them.
void RunLab(absl::string_view input);

// The name is that of the corpus and of the fuzzer, "fuzz_NAME".
struct Target {
  absl::string_view name;
  void (*run)(absl::string_view input);
};
inline constexpr Target kTargets[] = {{"index", SearchIndex},
                                      {"lab", RunLab},
                                      {"normalize", Normalize},
                                      {"score", ScoreTwo},
                                      {"values", ReadValues}};

}  // namespace probity::matching::fuzz

#endif  // PROBITY_TESTS_FUZZ_TARGETS_H_
