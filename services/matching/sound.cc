#include "services/matching/sound.h"

#include <algorithm>
#include <bit>

#include "absl/strings/match.h"
#include "services/matching/letters.h"

namespace probity::matching {
namespace {

constexpr int kMaxLength = 64;  // Of a sound.

struct Rule {
  absl::string_view spelling;
  char sound;
};
// Longest first. Sources: BGN/PCGN, ISO 9, German (Duden), French and Polish customs for Cyrillic;
// usual English, French and German spellings of Arabic.
constexpr Rule kRules[] = {
    {"schtsch", 'x'}, {"chtch", 'x'}, {"shch", 'x'}, {"szcz", 'x'}, {"tsch", 'c'}, {"dsch", 'j'},
    {"tch", 'c'},     {"tsh", 'c'},   {"sch", 'x'},  {"dzh", 'j'},  {"cz", 'c'},   {"ch", 'c'},
    {"sh", 'x'},      {"sz", 'x'},    {"zh", 'j'},   {"dj", 'j'},   {"ph", 'f'},   {"kh", 'h'},
    {"gh", 'g'},      {"th", 't'},    {"dh", 'd'},   {"ck", 'k'},   {"ts", 's'},   {"tz", 's'},
    {"ou", 'u'},      {"oo", 'u'},    {"ee", 'i'},   {"q", 'k'},
};

// The sound of a single letter by its neighbours.
absl::string_view SoundOfLetter(absl::string_view word, size_t at) {
  const char letter = word[at];
  const char next = at + 1 < word.size() ? word[at + 1] : 0;
  const char before = at > 0 ? word[at - 1] : 0;
  switch (letter) {
    case 'c':
      return next == 'e' || next == 'i' || next == 'y' ? "s" : "k";
    case 'g':
      return "g";
    case 'x':
      return at == 0 ? "x" : "ks";
    case 'h':
      return IsVowel(next) || next == 'y' ? "h" : "";
    case 'y':
      if (at == 0 && next == 'e') return "";
      return at == 0 && IsVowel(next) ? "y" : "i";
    case 'j':
      return IsVowel(next) && (before != 'i' || at < 2) ? "j" : "i";
    case 'u':
      // Spanish and French gue, gui.
      return before == 'g' && (next == 'e' || next == 'i') ? "" : "u";
    default:
      return {};
  }
}

bool IsOneOf(char letter, absl::string_view letters) {
  return letters.find(letter) != absl::string_view::npos;
}

char CoarseClass(char letter) {
  switch (letter) {
    case 'b':
    case 'p':
    case 'f':
    case 'v':
      return 'b';
    case 't':
    case 'd':
      return 't';
    case 'k':
    case 'g':
      return 'k';
    case 'c':
    case 'j':
    case 's':
    case 'x':
    case 'z':
      return 's';
    case 'l':
    case 'r':
      return 'l';
    case 'm':
    case 'n':
      return letter;
    default:
      return 0;
  }
}

// Two bits a letter: that it is there, and that it is there again.
constexpr LetterSet kOnce = 0x5'5555'5555'5555;
// Marks a set that does not say what is there again.
constexpr LetterSet kOnceOnly = LetterSet{1} << 63;

// The bit of a letter that one more of it sets.
LetterSet Next(LetterSet letters, char letter) {
  const LetterSet once = LetterSet{1} << 2 * (letter - 'a');
  return (letters & once) == 0 ? once : once << 1;
}

// Consonants whose exchange costs less than a letter, as one; 0 for what may be dropped for less.
char ConsonantGroup(char letter) {
  switch (letter) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'b':
    case 'h':
    case 'y':
    case 'j':
    case 'w':
    case 'v':
      return 0;
    case 'c':
    case 'x':
    case 'z':
      return 's';
    case 'g':
      return 'k';
    case 'd':
      return 't';
    default:
      return letter;
  }
}

void AppendClass(std::string& coarse, char letter) {
  if (const char group = CoarseClass(letter); group != 0) coarse.push_back(group);
}

void AppendSingle(std::string& word, char letter) {
  if (letter != 0 && (word.empty() || word.back() != letter)) word.push_back(letter);
}

}  // namespace

std::string SoundOf(absl::string_view latin) {
  std::string sound;
  for (size_t at = 0; at < latin.size() && sound.size() < kMaxLength;) {
    const absl::string_view rest = latin.substr(at);
    const auto* const rule =
        std::find_if(std::begin(kRules), std::end(kRules),
                     [&](const Rule& row) { return absl::StartsWith(rest, row.spelling); });
    if (rule != std::end(kRules)) {
      AppendSingle(sound, rule->sound);
      at += rule->spelling.size();
      continue;
    }
    const absl::string_view special = SoundOfLetter(latin, at);
    const bool readable = latin[at] >= 'a' && latin[at] <= 'z';
    if (special.data() == nullptr && readable) AppendSingle(sound, latin[at]);
    for (char letter : special) AppendSingle(sound, letter);
    ++at;
  }
  return sound;
}

std::string SkeletonOf(absl::string_view sound) {
  std::string skeleton;
  for (size_t i = 0; i < sound.size(); ++i) {
    char letter = sound[i];
    if (i == 0 && letter == 'h' && sound.size() > 1 && IsVowel(sound[1]))
      letter = 'a';  // Hassan, Assan
    if (i > 0 && (IsVowel(letter) || letter == 'h' || letter == 'y')) continue;
    if (IsVowel(letter)) letter = 'a';
    if (letter == 'w') letter = 'v';
    if (letter == 'z' || letter == 'x') letter = 's';
    if (letter == 'y') letter = 'j';
    skeleton.push_back(letter);
  }
  return skeleton;
}

std::string CoarseOf(absl::string_view sound) {
  std::string coarse;
  for (char letter : sound) AppendClass(coarse, letter);
  return coarse;
}

std::vector<std::string> CoarseOfAbjad(absl::string_view codes) {
  std::vector<std::string> keys;
  for (int reading = 0; reading < 4; ++reading) {
    std::string key;
    for (size_t i = 0; i < codes.size(); ++i) {
      const char code = codes[i];
      if (code == 'W') {
        if (reading & 1) key.push_back('b');
      } else if (code == 'j') {
        key.push_back(reading & 2 ? 'k' : 's');
      } else if (!IsOneOf(code, "AEHXhY")) {
        AppendClass(key, AbjadAllows(code)[0]);
      }
    }
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  return keys;
}

LetterSet LettersOf(absl::string_view latin) {
  LetterSet letters = 0;
  for (char letter : latin) {
    if (letter >= 'a' && letter <= 'z') letters |= Next(letters, letter);
  }
  return letters;
}

LetterSet ConsonantsOf(absl::string_view sound) {
  LetterSet consonants = 0;
  for (char letter : sound) {
    if (const char group = ConsonantGroup(letter); group != 0) {
      consonants |= Next(consonants, group);
    }
  }
  // A z is changed into a j for half a letter: one is allowed for, several are not told apart.
  return absl::StrContains(sound, 'z') ? (consonants & kOnce) | kOnceOnly : consonants;
}

LetterSet Together(LetterSet a, LetterSet b) {
  const LetterSet both = (a | b) | ((a & b & kOnce) << 1);
  return ((a | b) & kOnceOnly) != 0 ? (both & kOnce) | kOnceOnly : both;
}

int Missing(LetterSet a, LetterSet b) {
  const LetterSet compared = ((a | b) & kOnceOnly) != 0 ? kOnce : kOnce | kOnce << 1;
  return std::popcount(a & ~b & compared);
}

}  // namespace probity::matching
