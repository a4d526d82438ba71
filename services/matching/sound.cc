#include "services/matching/sound.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "services/matching/letters.h"

namespace probity::matching {
namespace {

constexpr int kMaxLength = 64;  // Of a sound: longer words are compared by their beginning.

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

struct Group {
  absl::string_view letters;
  int cost;
};
// What an exchange within these groups costs; where two groups have a pair, the first counts.
constexpr Group kChanges[] = {{"ei", 300}, {"ou", 300}, {"ae", 400}, {"aeiou", 700}, {"vw", 100},
                              {"jy", 300}, {"iy", 300}, {"wu", 300}, {"cx", 300},    {"sz", 500},
                              {"sx", 500}, {"gk", 500}, {"ij", 500}, {"jz", 500},    {"td", 500},
                              {"cs", 500}, {"bv", 500}};
// If a script says little: its vowels mean little, and it may not tell these consonants apart.
constexpr Group kLooseChanges[] = {
    {"aeiou", 200}, {"vw", 100}, {"jy", 300}, {"iy", 300}, {"wu", 300}, {"cx", 300},
    {"bpvf", 300},  {"rl", 300}, {"cj", 300}, {"cz", 300}, {"kh", 300}, {"sz", 500},
    {"sx", 500},    {"gk", 500}, {"ij", 500}, {"jz", 500}, {"td", 500}, {"cs", 500}};

using CostTable = std::array<std::array<int, 26>, 26>;

template <size_t N>
constexpr CostTable MakeCosts(const Group (&groups)[N]) {
  CostTable costs{};
  for (auto& row : costs) {
    for (int& cost : row) cost = 1000;
  }
  for (size_t g = N; g-- > 0;) {
    for (char a : groups[g].letters) {
      for (char b : groups[g].letters) costs[a - 'a'][b - 'a'] = groups[g].cost;
    }
  }
  for (size_t i = 0; i < costs.size(); ++i) costs[i][i] = 0;
  return costs;
}
constexpr CostTable kCosts = MakeCosts(kChanges);
constexpr CostTable kLooseCosts = MakeCosts(kLooseChanges);

constexpr int kLooseVowel = 150;
constexpr int kLightConsonant = 400;
constexpr int kVowel = 600;

bool IsLight(char letter) { return letter == 'h' || letter == 'y'; }

int DropCost(char letter, bool at_end, bool loose) {
  if (IsVowel(letter)) {
    if (loose) return kLooseVowel;
    return at_end ? 800 : kVowel;
  }
  return IsLight(letter) ? kLightConsonant : 1000;
}

// The least that dropping a letter of these costs.
int LeastDrop(absl::string_view a, absl::string_view b, bool loose) {
  if (loose) return kLooseVowel;
  const bool light =
      std::any_of(a.begin(), a.end(), IsLight) || std::any_of(b.begin(), b.end(), IsLight);
  return light ? kLightConsonant : kVowel;
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

// The rows of a table of costs that an alignment still needs: this one, the last, the one before.
class Rows {
 public:
  int* row() { return row_; }
  const int* before() const { return before_; }
  const int* last() const { return last_; }
  void Next() {
    int* const oldest = last_;
    last_ = before_;
    before_ = row_;
    row_ = oldest;
  }

 private:
  std::array<std::array<int, kMaxLength + 2>, 3> rows_;
  int* row_ = rows_[0].data();
  int* before_ = rows_[1].data();
  int* last_ = rows_[2].data();
};

size_t Apart(absl::string_view a, absl::string_view b) {
  return std::max(a.size(), b.size()) - std::min(a.size(), b.size());
}

// The columns of row `i` of a table whose cells lie at most so far below and above its diagonal.
struct Columns {
  Columns(size_t i, size_t below, size_t above, size_t columns)
      : begin(i > below ? i - below : 0), end(std::min(columns, i + above + 1)) {}
  // Nothing comes in from beside them.
  void Close(int* row, size_t columns, int limit) const {
    if (begin > 0) row[begin] = limit + 1;
    if (end < columns) row[end + 1] = limit + 1;
  }
  size_t begin, end;
};

}  // namespace

bool IsVowel(char letter) {
  return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

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

uint32_t LettersOf(absl::string_view latin) {
  uint32_t letters = 0;
  for (char letter : latin) {
    if (letter >= 'a' && letter <= 'z') letters |= 1u << (letter - 'a');
  }
  return letters;
}

uint32_t ConsonantsOf(absl::string_view sound) {
  uint32_t consonants = 0;
  for (char letter : sound) {
    if (const char group = ConsonantGroup(letter); group != 0) consonants |= 1u << (group - 'a');
  }
  return consonants;
}

int SoundDistance(absl::string_view a, absl::string_view b, int limit, bool loose) {
  a = a.substr(0, kMaxLength);
  b = b.substr(0, kMaxLength);
  const CostTable& costs = loose ? kLooseCosts : kCosts;
  const auto reach = static_cast<size_t>(limit / LeastDrop(a, b, loose));
  if (Apart(a, b) > reach) return limit + 1;
  std::array<int, kMaxLength> drops;
  Rows rows;
  int* row = rows.row();
  row[0] = 0;
  for (size_t j = 0; j < b.size(); ++j) {
    drops[j] = DropCost(b[j], j + 1 == b.size(), loose);
    row[j + 1] = row[j] + drops[j];
  }
  for (size_t i = 0; i < a.size(); ++i) {
    rows.Next();
    row = rows.row();
    const int* const before = rows.before();
    const int* const last = rows.last();
    const auto& changes = costs[a[i] - 'a'];
    const int drop = DropCost(a[i], i + 1 == a.size(), loose);
    const bool heavy_end = i + 1 == a.size() && IsVowel(a[i]) && !loose;
    const Columns band(i, reach, reach, b.size());
    row[0] = before[0] + drop;
    band.Close(row, b.size(), limit);
    int least = row[band.begin];
    for (size_t j = band.begin; j < band.end; ++j) {
      int change = changes[b[j] - 'a'];
      if (heavy_end && j + 1 == b.size()) change = change * 3 / 2;
      int cost = std::min(before[j] + change, before[j + 1] + drop);
      cost = std::min(cost, row[j] + drops[j]);
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && a[i] != b[j]) {
        cost = std::min(cost, last[j - 1] + 900);
      }
      row[j + 1] = cost;
      least = std::min(least, cost);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

int AbjadDistance(absl::string_view codes, absl::string_view sound, int limit) {
  codes = codes.substr(0, kMaxLength);
  sound = sound.substr(0, kMaxLength);
  const auto sound_drop = [](char letter) {
    if (IsVowel(letter)) return 0;
    return letter == 'y' || letter == 'h' ? 200 : 1000;
  };
  const auto code_drop = [](char code) {
    if (code == 'E') return 0;
    if (code == 'A' || code == 'Y' || code == 'W') return 300;
    if (code == 'X') return 600;
    return code == 'h' || code == 'H' ? 200 : 1000;
  };
  Rows rows;
  int* row = rows.row();
  row[0] = 0;
  for (size_t j = 0; j < sound.size(); ++j) row[j + 1] = row[j] + sound_drop(sound[j]);
  for (size_t i = 0; i < codes.size(); ++i) {
    rows.Next();
    row = rows.row();
    const int* const before = rows.before();
    const int drop = code_drop(codes[i]);
    const absl::string_view allowed = AbjadAllows(codes[i]);
    const bool vowel_letter =
        codes[i] == 'A' || codes[i] == 'E' || codes[i] == 'W' || codes[i] == 'Y';
    row[0] = before[0] + drop;
    int least = row[0];
    for (size_t j = 0; j < sound.size(); ++j) {
      // The usual reading of a letter first, then the others.
      const int other = vowel_letter ? 0 : 150;
      const int change = allowed[0] == sound[j] ? 0 : IsOneOf(sound[j], allowed) ? other : 1000;
      int cost = std::min(before[j] + change, before[j + 1] + drop);
      cost = std::min(cost, row[j] + sound_drop(sound[j]));
      row[j + 1] = cost;
      least = std::min(least, cost);
    }
    if (least > limit) return limit + 1;
  }
  return row[sound.size()];
}

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  a = a.substr(0, kMaxLength);
  b = b.substr(0, kMaxLength);
  const auto reach = static_cast<size_t>(limit);
  const size_t apart = Apart(a, b);
  if (apart > reach) return limit + 1;
  // What leaves the diagonal must come back to the last cell.
  const size_t below = (reach - apart) / 2 + (a.size() > b.size() ? apart : 0);
  const size_t above = (reach - apart) / 2 + (b.size() > a.size() ? apart : 0);
  Rows rows;
  int* row = rows.row();
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 0; i < a.size(); ++i) {
    rows.Next();
    row = rows.row();
    const int* const before = rows.before();
    const int* const last = rows.last();
    const Columns band(i, below, above, b.size());
    row[0] = static_cast<int>(i) + 1;
    band.Close(row, b.size(), limit);
    int least = row[band.begin];
    for (size_t j = band.begin; j < band.end; ++j) {
      int cost = std::min(before[j + 1], row[j]) + 1;
      cost = std::min(cost, before[j] + (a[i] == b[j] ? 0 : 1));
      if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
        cost = std::min(cost, last[j - 1] + 1);
      }
      row[j + 1] = cost;
      least = std::min(least, cost);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

}  // namespace probity::matching
