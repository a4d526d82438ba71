#include "services/matching/romanised.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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
  const bool j = rest[0] == 'j';
  const auto with_initial = [&](absl::string_view after, absl::string_view initial) {
    for (const auto& [final, fold] : kFinals) {
      if (!absl::StartsWith(after, final)) continue;
      // "yen" is what pinyin writes "yan"; Wade-Giles "j", before what pinyin has no j, its "r".
      const bool yen = initial == "y" && final == "an";
      const bool wade_j = j && (absl::StrContains("aeo", final[0]) || final == "ung");
      absl::StrAppend(&folded, wade_j ? "r" : initial, yen ? "en" : fold, ".");
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
    "ahn",   "an",    "bae",   "baek",  "bai",    "bak",   "ban",  "cai",   "cao",   "chan",
    "chang", "chao",  "chen",  "cheng", "chiang", "cho",   "choe", "choi",  "chong", "chou",
    "chu",   "chun",  "chung", "cui",   "deng",   "ding",  "dong", "du",    "fan",   "fang",
    "feng",  "fu",    "gang",  "gao",   "gim",    "go",    "gong", "gu",    "guo",   "gwon",
    "ha",    "han",   "hao",   "he",    "heo",    "ho",    "hong", "hou",   "hsi",   "hsia",
    "hsiao", "hsieh", "hsu",   "hsueh", "hu",     "huang", "hur",  "hwang", "im",    "jang",
    "jeon",  "jeong", "jia",   "jiang", "jin",    "jo",    "jung", "kang",  "kao",   "kim",
    "ko",    "ku",    "kung",  "kuo",   "kwon",   "lee",   "lei",  "li",    "liang", "liao",
    "lim",   "lin",   "liu",   "lo",    "lu",     "luo",   "ma",   "mao",   "meng",  "moon",
    "mun",   "nam",   "no",    "noh",   "oh",     "pae",   "paek", "pai",   "pak",   "pan",
    "park",  "peng",  "qian",  "qin",   "rhee",   "ri",    "rim",  "roh",   "ryu",   "seo",
    "shen",  "shi",   "shih",  "shin",  "sin",    "son",   "song", "su",    "suh",   "sun",
    "sung",  "tai",   "tan",   "tang",  "tao",    "teng",  "tian", "tien",  "ting",  "tsai",
    "tsao",  "tseng", "tsui",  "tu",    "tung",   "wan",   "wang", "wei",   "wu",    "xi",
    "xia",   "xiao",  "xie",   "xu",    "xue",    "yan",   "yang", "yao",   "yen",   "yi",
    "yin",   "yoo",   "yoon",  "yu",    "yuan",   "yun",   "zeng", "zhang", "zhao",  "zheng",
    "zhong", "zhou",  "zhu",   "zou"};

// Romanisations of Korean family names that no rule of sound would fold, by Revised Romanization.
constexpr std::pair<absl::string_view, absl::string_view> kKoreanFamilies[] = {
    {"lee", "i"},       {"li", "i"},       {"ri", "i"},        {"rhee", "i"},
    {"yi", "i"},        {"li", "ri"},      {"lee", "ri"},      {"park", "bak"},
    {"choi", "choe"},   {"lim", "im"},     {"rim", "im"},      {"noh", "no"},
    {"roh", "no"},      {"ryu", "yu"},     {"you", "yu"},      {"yoo", "yu"},
    {"yoo", "ryu"},     {"yu", "ryu"},     {"hur", "heo"},     {"huh", "heo"},
    {"suh", "seo"},     {"ahn", "an"},     {"oh", "o"},        {"sohn", "son"},
    {"paik", "baek"},   {"chun", "jeon"},  {"chung", "jeong"}, {"jung", "jeong"},
    {"young", "yeong"}, {"whang", "hwang"}};

}  // namespace

bool IsKoreanFamily(absl::string_view latin, absl::string_view syllable) {
  return absl::c_linear_search(kKoreanFamilies, std::make_pair(latin, syllable));
}

std::vector<absl::string_view> KoreanFamiliesOf(absl::string_view latin) {
  std::vector<absl::string_view> families;
  for (const auto& [written, syllable] : kKoreanFamilies) {
    if (written == latin || syllable == latin) families.push_back(syllable);
  }
  return families;
}

bool ShareKoreanFamily(absl::string_view a, absl::string_view b) {
  const std::vector<absl::string_view> families = KoreanFamiliesOf(b);
  return absl::c_any_of(KoreanFamiliesOf(a), [&](absl::string_view family) {
    return absl::c_linear_search(families, family);
  });
}

std::string FoldChinese(absl::string_view latin) {
  std::string folded;
  if (latin.size() > kLongestFolded || !FoldSyllables(latin, kMostSyllables, folded)) return "";
  return folded;
}

std::string FoldKorean(absl::string_view latin) {
  static constexpr Fold kFolds[] = {{"hui", "hi"}, {"eo", "o"}, {"eu", "u"}, {"oo", "u"},
                                    {"ou", "u"},   {"ee", "i"}, {"ae", "e"}, {"sh", "s"},
                                    {"ch", "c"},   {"yi", "i"}, {"g", "k"},  {"d", "t"},
                                    {"b", "p"},    {"j", "c"},  {"l", "r"}};
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

bool IsVietnameseFamily(absl::string_view latin) {
  static constexpr absl::string_view kVietnamese[] = {
      "bui",   "dang",  "dao",  "dinh",  "do",     "doan", "duong", "ha",  "ho",
      "hoang", "huynh", "lam",  "le",    "luong",  "ly",   "mai",   "ngo", "nguyen",
      "pham",  "phan",  "tran", "trinh", "truong", "vo",   "vu"};
  return absl::c_binary_search(kVietnamese, latin);
}

bool IsEastAsianFamily(absl::string_view latin) { return absl::c_binary_search(kFamilies, latin); }

namespace {

// The Dutch spelling of Indonesian names ("Soerja", "Tjokro") in today's.
std::string FoldDutch(absl::string_view latin) {
  if (!absl::StrContains(latin, "oe") && !absl::StartsWith(latin, "tj")) return std::string(latin);
  return absl::StrReplaceAll(latin, {{"tj", "c"}, {"dj", "j"}, {"j", "y"}, {"oe", "u"}});
}

// Somali writes x for the h of Hassan and Ahmed ("Xasan", "Axmed").
void FoldSomali(std::string& latin) {
  for (size_t at = 0; at + 1 < latin.size(); ++at) {
    const bool heard =
        absl::StrContains("aoum", latin[at + 1]) && (at == 0 || latin[at - 1] == 'a');
    if (latin[at] == 'x' && heard) latin[at] = 'h';
  }
}

}  // namespace

std::string OtherSound(absl::string_view latin) {
  if (latin.size() < kShortestOther) return "";
  std::string other(latin);
  // The h of Thai is a breath, not an f; its "ch" is one.
  const bool thai = absl::StartsWith(latin, "ph");
  for (size_t at = other.find("ch"); !thai && at != std::string::npos;
       at = other.find("ch", at + 2)) {
    const bool of_longer = at > 0 && (other[at - 1] == 's' || other[at - 1] == 't');
    if (!of_longer) other[at] = 'k';
  }
  other = FoldDutch(other);
  FoldSomali(other);
  if (thai) other.erase(1, 1);
  if (other[0] == 'j' && IsVowel(other[1])) other[0] = 'y';
  return other == latin ? "" : SoundOf(other);
}

}  // namespace probity::matching
