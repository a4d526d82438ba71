#include "services/matching/shapes.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace probity::matching {
namespace {

// Initial letters that spellings exchange: vowels among each other and with a silent H, J/Y, G/K,
// S/Z, C/X.
constexpr absl::string_view kStarts[] = {"aeiouh", "jy", "vw", "gk", "sz", "hk", "cx", "iy",
                                         "ji",     "cs", "sx", "jx", "jg", "lr", "bv", "bp"};

constexpr std::array<uint32_t, 26> MakeStarts() {
  std::array<uint32_t, 26> starts{};
  for (size_t letter = 0; letter < starts.size(); ++letter) starts[letter] = 1u << letter;
  for (absl::string_view group : kStarts) {
    for (char a : group) {
      for (char b : group) starts[a - 'a'] |= 1u << (b - 'a');
    }
  }
  return starts;
}

// What two words of this length may cost, in thousandths of a letter, without being different.
int MostCost(int longer) { return (1001 - kDifferent) * longer - 1; }

// Whether at most `count` letters are in one word only, on either side.
bool ShareAllBut(int count, LetterSet a, LetterSet b) {
  return Missing(a, b) <= count && Missing(b, a) <= count;
}

// By hashes: one is the other but for its first letter, which was mistyped, left out, added, or
// exchanged with the next.
bool MayHaveOtherFirstLetter(const Shape& a, const Shape& b) {
  return a.tail == b.tail || a.tail == b.whole || a.whole == b.tail || a.swapped == b.whole;
}

Shape OtherShape(const Shape& shape) {
  return {
      .consonants = shape.other_consonants, .sound = shape.other_sound, .start = shape.other_start};
}

bool MaySoundAlike(const Shape& a, const Shape& b) {
  return SameStart(a.start, b.start) && NearAsSounds(a, b);
}

bool MaySoundOtherwise(const Shape& a, const Shape& b) {
  return (a.otherwise && MaySoundAlike(OtherShape(a), b)) ||
         (b.otherwise && MaySoundAlike(a, OtherShape(b))) ||
         (a.otherwise && b.otherwise && MaySoundAlike(OtherShape(a), OtherShape(b)));
}

}  // namespace

bool SameStart(char a, char b) {
  static constexpr std::array<uint32_t, 26> kSame = MakeStarts();
  return (kSame[a - 'a'] >> (b - 'a') & 1) != 0;
}

int AllowedEdits(size_t length) {
  if (length <= 3) return 0;
  if (length <= 6) return 1;
  return length <= 11 ? 2 : 3;
}

int AllowedCost(int longer, int shorter) {
  return shorter <= 3 ? 300 : std::min(AllowedEdits(longer) * 1000, MostCost(longer));
}

int AllowedLetters(int longer) { return std::min(AllowedEdits(longer), MostCost(longer) / 1000); }

bool NearAsLetters(const Shape& a, const Shape& b) {
  const int longer = std::max(a.latin, b.latin);
  const int shorter = std::min(a.latin, b.latin);
  const int allowed = AllowedLetters(longer);
  return shorter > 3 && longer - shorter <= allowed && ShareAllBut(allowed, a.letters, b.letters);
}

// Each consonant that only one side has costs a letter, but for one (z and j) that costs half.
bool NearAsSounds(const Shape& a, const Shape& b) {
  const int cost = AllowedCost(std::max(a.sound, b.sound), std::min(a.sound, b.sound));
  return ShareAllBut((cost + 500) / 1000, a.consonants, b.consonants);
}

bool MayFoldAlike(const Shape& a, const Shape& b) {
  return a.chinese == 0 || b.chinese == 0 || a.chinese == b.chinese || a.korean == b.korean ||
         (a.korean_family && b.korean_family);
}

bool MayBeAlike(const Shape& a, const Shape& b) {
  if (a.letters == 0 || b.letters == 0 || a.read != b.read) return true;
  if (a.has_nickname && b.has_nickname) return true;
  if (a.folds && b.folds && MayFoldAlike(a, b)) return true;
  // A first letter is silent or not by what follows it: "Hansson" and, mistyped, "Hnasson".
  if ((SameStart(a.start, b.start) || a.letter == b.letter) &&
      std::abs(a.sound - b.sound) <= kMostApart && (NearAsSounds(a, b) || NearAsLetters(a, b))) {
    return true;
  }
  return MaySoundOtherwise(a, b) || MayHaveOtherFirstLetter(a, b);
}

}  // namespace probity::matching
