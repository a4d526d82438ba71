#include "services/matching/distance.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/algorithm/container.h"
#include "services/matching/letters.h"
#include "services/matching/sound.h"

namespace probity::matching {
namespace {

constexpr int kMaxLength = 64;  // Longer words are compared by their beginning.

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

constexpr uint32_t kLight = 1u << ('h' - 'a') | 1u << ('y' - 'a');

int DropCost(char letter, bool at_end, bool loose) {
  if (IsVowel(letter)) {
    if (loose) return kLooseVowel;
    return at_end ? 800 : kVowel;
  }
  return (kLight >> (letter - 'a') & 1) != 0 ? kLightConsonant : 1000;
}

// The least that dropping a letter of these costs.
int LeastDrop(absl::string_view a, absl::string_view b, bool loose) {
  if (loose) return kLooseVowel;
  const auto light = [](char letter) { return (kLight >> (letter - 'a') & 1) != 0; };
  return absl::c_any_of(a, light) || absl::c_any_of(b, light) ? kLightConsonant : kVowel;
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
