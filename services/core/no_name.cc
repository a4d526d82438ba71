#include "services/core/no_name.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace probity::core {
namespace {

// Nobody is called that.
constexpr absl::string_view kNoName[] = {"unknown", "unnamed",     "anonymous", "unidentified",
                                         "tbc",     "tba",         "tbd",       "xxx",
                                         "xxxx",    "unavailable", "n/a"};
// They say nothing beside one of those, or beside "not".
constexpr absl::string_view kBeside[] = {
    "a",        "n",     "na",      "no",   "name",   "names",     "given",      "family",  "first",
    "last",     "full",  "surname", "not",  "person", "male",      "man",        "female",  "woman",
    "provided", "known", "stated",  "none", "yet",    "available", "applicable", "recorded"};
constexpr absl::string_view kAddress[] = {"mr", "mrs",    "ms",   "miss",     "mister",
                                          "dr", "doctor", "prof", "professor"};

}  // namespace

bool StandsForNoName(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  const std::vector<absl::string_view> words =
      absl::StrSplit(lower, absl::ByAnyChar(" .,;:-_()[]\t"), absl::SkipEmpty());
  const auto is_address = [](absl::string_view word) {
    return absl::c_linear_search(kAddress, word);
  };
  if (absl::c_all_of(words, is_address)) return !words.empty();
  const bool says_so = absl::c_any_of(words, [](absl::string_view word) {
    return absl::c_linear_search(kNoName, word) || word == "not";
  });
  return says_so && absl::c_all_of(words, [&](absl::string_view word) {
           return absl::c_linear_search(kNoName, word) || absl::c_linear_search(kBeside, word) ||
                  is_address(word);
         });
}

}  // namespace probity::core
