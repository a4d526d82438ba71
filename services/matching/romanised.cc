#include "services/matching/romanised.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/matching/sound.h"

namespace probity::matching {
namespace {

constexpr size_t kShortestOther = 5;
constexpr size_t kMostSyllables = 4;
constexpr size_t kLongestFolded = 16;

using Fold = std::pair<absl::string_view, absl::string_view>;

// Longest first. Wade-Giles marks breath with an apostrophe that most leave out, so that pairs of
// initials fall together; j is that of pinyin.
constexpr Fold kInitials[] = {
    {"zh", "c"}, {"ch", "c"}, {"sh", "S"}, {"hs", "x"}, {"ts", "z"}, {"tz", "z"}, {"ss", "s"},
    {"sz", "s"}, {"b", "p"},  {"p", "p"},  {"m", "m"},  {"f", "f"},  {"d", "t"},  {"t", "t"},
    {"n", "n"},  {"l", "l"},  {"g", "k"},  {"k", "k"},  {"h", "h"},  {"j", "c"},  {"q", "c"},
    {"x", "x"},  {"r", "r"},  {"z", "z"},  {"c", "z"},  {"s", "s"},  {"y", "y"},  {"w", "w"}};
constexpr Fold kFinals[] = {
    {"iang", "iang"}, {"iong", "iung"}, {"iung", "iung"}, {"uang", "uang"}, {"ueng", "eng"},
    {"ang", "ang"},   {"eng", "eng"},   {"ing", "ing"},   {"ong", "ung"},   {"ung", "ung"},
    {"ian", "ien"},   {"ien", "ien"},   {"iao", "iao"},   {"uai", "uai"},   {"uan", "uan"},
    {"uen", "un"},    {"ieh", "ie"},    {"ueh", "ue"},    {"uei", "ui"},    {"erh", "er"},
    {"ai", "ai"},     {"ei", "ei"},     {"ao", "ao"},     {"ou", "ou"},     {"an", "an"},
    {"en", "en"},     {"in", "in"},     {"un", "un"},     {"ia", "ia"},     {"ie", "ie"},
    {"ua", "ua"},     {"uo", "o"},      {"ui", "ui"},     {"iu", "iu"},     {"ue", "ue"},
    {"eh", "o"},      {"ih", "i"},      {"er", "er"},     {"a", "a"},       {"o", "o"},
    {"e", "o"},       {"i", "i"},       {"u", "u"}};

// The rest of a word as syllables, at most so many; false if it is not made of them.
bool FoldSyllables(absl::string_view rest, size_t most, std::string& folded) {
  if (rest.empty()) return !folded.empty();
  if (most == 0) return false;
  const size_t before = folded.size();
  const auto with_initial = [&](absl::string_view after, absl::string_view initial) {
    for (const auto& [final, fold] : kFinals) {
      if (!absl::StartsWith(after, final)) continue;
      // "yen" is what pinyin writes "yan".
      const bool yen = initial == "y" && final == "an";
      absl::StrAppend(&folded, initial, yen ? "en" : fold, ".");
      if (FoldSyllables(after.substr(final.size()), most - 1, folded)) return true;
      folded.resize(before);
    }
    return false;
  };
  for (const auto& [initial, fold] : kInitials) {
    if (absl::StartsWith(rest, initial) && with_initial(rest.substr(initial.size()), fold)) {
      return true;
    }
  }
  return with_initial(rest, "");
}

// Sorted.
constexpr absl::string_view kFamilies[] = {
    "ahn",   "an",   "bae",   "baek",  "bai",    "bak",  "ban",   "cai",   "cao",   "chan",
    "chang", "chao", "chen",  "cheng", "chiang", "cho",  "choe",  "choi",  "chong", "chou",
    "chu",   "chun", "chung", "cui",   "deng",   "ding", "dong",  "du",    "fan",   "fang",
    "feng",  "fu",   "gang",  "gao",   "gim",    "go",   "gong",  "gu",    "guo",   "gwon",
    "ha",    "han",  "hao",   "he",    "heo",    "ho",   "hong",  "hou",   "hsia",  "hsiao",
    "hsieh", "hsu",  "hsueh", "hu",    "huang",  "hur",  "hwang", "im",    "jang",  "jeon",
    "jeong", "jia",  "jiang", "jin",   "jo",     "jung", "kang",  "kao",   "kim",   "ko",
    "ku",    "kung", "kuo",   "kwon",  "lee",    "lei",  "li",    "liang", "liao",  "lim",
    "lin",   "liu",  "lo",    "lu",    "luo",    "ma",   "mao",   "meng",  "moon",  "mun",
    "nam",   "no",   "noh",   "oh",    "pae",    "paek", "pai",   "pak",   "pan",   "park",
    "peng",  "qian", "qin",   "rhee",  "ri",     "rim",  "roh",   "ryu",   "seo",   "shen",
    "shi",   "shih", "shin",  "sin",   "son",    "song", "su",    "suh",   "sun",   "sung",
    "tai",   "tan",  "tang",  "tao",   "teng",   "tian", "tien",  "ting",  "tsai",  "tsao",
    "tseng", "tsui", "tu",    "tung",  "wan",    "wang", "wei",   "wu",    "xi",    "xia",
    "xiao",  "xie",  "xu",    "xue",   "yan",    "yang", "yao",   "yen",   "yi",    "yin",
    "yoo",   "yoon", "yu",    "yuan",  "yun",    "zeng", "zhang", "zhao",  "zheng", "zhong",
    "zhou",  "zhu",  "zou"};

}  // namespace

std::string FoldChinese(absl::string_view latin) {
  std::string folded;
  if (latin.size() > kLongestFolded || !FoldSyllables(latin, kMostSyllables, folded)) return "";
  return folded;
}

std::string FoldKorean(absl::string_view latin) {
  static constexpr Fold kFolds[] = {{"eo", "o"}, {"eu", "u"}, {"oo", "u"}, {"ou", "u"}, {"ee", "i"},
                                    {"ae", "e"}, {"sh", "s"}, {"ch", "c"}, {"yi", "i"}, {"g", "k"},
                                    {"d", "t"},  {"b", "p"},  {"j", "c"},  {"l", "r"}};
  std::string folded;
  while (!latin.empty()) {
    const auto* const rule = absl::c_find_if(
        kFolds, [&](const Fold& row) { return absl::StartsWith(latin, row.first); });
    if (rule != std::end(kFolds)) {
      absl::StrAppend(&folded, rule->second);
      latin.remove_prefix(rule->first.size());
    } else {
      folded.push_back(latin[0]);
      latin.remove_prefix(1);
    }
  }
  return folded;
}

bool IsEastAsianFamily(absl::string_view latin) { return absl::c_binary_search(kFamilies, latin); }

std::string OtherSound(absl::string_view latin) {
  if (latin.size() < kShortestOther) return "";
  std::string other(latin);
  if (other[0] == 'j' && IsVowel(other[1])) other[0] = 'y';
  for (size_t at = other.find("ch"); at != std::string::npos; at = other.find("ch", at + 2)) {
    const bool of_longer = at > 0 && (other[at - 1] == 's' || other[at - 1] == 't');
    if (!of_longer) other[at] = 'k';
  }
  return other == latin ? "" : SoundOf(other);
}

}  // namespace probity::matching
