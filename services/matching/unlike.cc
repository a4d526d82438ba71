#include "services/matching/unlike.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/matching/distance.h"
#include "services/matching/sound.h"

namespace probity::matching {
namespace {

bool IsThai(const Word& word) {
  return absl::StartsWith(word.native, "\xE0\xB8") || absl::StartsWith(word.native, "\xE0\xB9");
}

}  // namespace

bool DifferInGender(absl::string_view a, absl::string_view b) {
  if (a.size() != b.size() || a.size() < 3 || a.back() == b.back()) return false;
  const auto ends = [](absl::string_view word) { return word.back() == 'a' || word.back() == 'o'; };
  return ends(a) && ends(b) && a.substr(0, a.size() - 1) == b.substr(0, b.size() - 1);
}

bool IsSlip(absl::string_view a, absl::string_view b) {
  constexpr size_t kShortest = 4;
  if (std::min(a.size(), b.size()) < kShortest || EditDistance(a, b, 1) != 1) return false;
  return a.size() != b.size() || absl::c_is_permutation(a, b);
}

bool IsDerived(absl::string_view a, absl::string_view b) {
  static constexpr absl::string_view kEndings[] = {"son", "sen", "zade", "ovic", "evic", "enko"};
  const absl::string_view longer = a.size() > b.size() ? a : b;
  const absl::string_view shorter = a.size() > b.size() ? b : a;
  if (!absl::StartsWith(longer, shorter)) return false;
  const absl::string_view rest = longer.substr(shorter.size());
  return absl::c_linear_search(kEndings, rest) || (rest == "on" && absl::EndsWith(shorter, "s"));
}

bool HasOtherVowels(const Word& loose, const Word& latin) {
  if (loose.script != Script::kLoose || latin.script != Script::kLatin) return false;
  if (loose.units.empty() && !IsThai(loose)) return false;
  if (loose.latin.empty() || latin.latin.empty()) return false;
  const char first = latin.latin.front();
  const bool consonant = !IsVowel(first) && !absl::StrContains("hvwy", first);
  if (IsVowel(loose.latin.front()) && consonant) return true;
  const char a = loose.latin.back() == 'u' ? 'o' : loose.latin.back();
  const char b = latin.latin.back() == 'u' ? 'o' : latin.latin.back();
  return IsVowel(a) && IsVowel(b) && a != 'e' && b != 'e' && a != b;
}

}  // namespace probity::matching
