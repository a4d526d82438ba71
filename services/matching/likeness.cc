#include "services/matching/likeness.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/matching/distance.h"
#include "services/matching/romanised.h"
#include "services/matching/shapes.h"
#include "services/matching/sound.h"
#include "services/matching/unlike.h"

namespace probity::matching {
namespace {

constexpr int kSameSound = 960;
constexpr int kOtherSound = 920;
constexpr int kOtherGender = 755;
constexpr int kOtherFirstLetter = 755;
constexpr int kNearEnough = 850;  // What else could be alike is not asked from here on.
constexpr int kSameReading = 950;
constexpr int kFewSounds = 860;                 // Few sounds prove little: many names share two.
constexpr Millibits kDifferentReading = 2800;   // A sound, from which on two words are different.
constexpr Millibits kDifferentSpelling = 1000;  // The same between two Latin spellings.
constexpr size_t kShortestSpelling = 4;
constexpr int kSameSkeleton = 800;  // At least so near are words with the same consonants,
constexpr int kOtherStart = 200;    // and so much less those that begin with other sounds.

// Endings that many names of a culture share: two names are alike only if the rest is.
constexpr absl::string_view kSharedEndings[] = {
    "ovic", "evic",  "ovna", "evna", "ula",  "ala", "udin",  "edin", "dotir", "son",
    "sen",  "xvili", "dze",  "enko", "zade", "ian", "pulos", "ov",   "ev",    "ski"};

// Feminine forms of family names, as their masculine (Ivanova, Ivanov; Sikorska, Sikorski).
constexpr std::pair<absl::string_view, absl::string_view> kFeminine[] = {
    {"ova", "ov"},   {"eva", "ev"},  {"skaia", "ski"},
    {"skaa", "ski"}, {"ska", "ski"}, {"skoi", "ski"}};

Likeness CompareHangul(const Word& hangul, const Word& latin) {
  if (IsKoreanFamily(latin.latin, hangul.latin)) return {kSameSound, Level::kSkeleton};
  const std::string a = FoldKorean(hangul.latin);
  const std::string b = FoldKorean(latin.latin);
  if (a == b) return {940, Level::kSkeleton};
  // o and u are the vowels that the systems exchange.
  const int length = static_cast<int>(std::max(a.size(), b.size()));
  const int limit = length <= 3 ? 300 : 1000;
  const int cost = SoundDistance(a, b, limit, false);
  return cost > limit ? Likeness{} : Likeness{940 - cost / length, Level::kSkeleton};
}

Likeness CompareAbjad(const Word& abjad, const Word& latin) {
  absl::string_view codes = abjad.sound;
  absl::string_view sound = latin.sound;
  if (absl::StartsWith(codes, "Ebd") && absl::StartsWith(sound, "abd") && codes.size() > 4) {
    codes.remove_prefix(3);
    sound.remove_prefix(3);
  }
  const size_t consonants = CoarseOf(sound).size();
  const int letters = static_cast<int>(std::max<size_t>({codes.size(), consonants, 2}));
  const int limit = letters <= 3 ? 400 : letters <= 5 ? 700 : 1200;
  int cost = AbjadDistance(codes, sound, limit);
  if (cost > limit &&
      (absl::StrContains(latin.latin, "h") || absl::StrContains(latin.latin, "ij"))) {
    // In "Azhar", "Walijan" the letters are read one by one.
    cost = AbjadDistance(abjad.sound, absl::StrReplaceAll(latin.latin, {{"q", "k"}}), limit);
  }
  if (cost > limit) return {};
  // Few consonants prove little: many names share two.
  const int best = letters <= 2 ? 860 : 950;
  return {std::max(0, best - cost / letters), Level::kSkeleton};
}

// By the readings of the other script's letters: how much rarer than the usual ones they are, a
// sound.
Likeness CompareReadings(const Word& foreign, const Word& written, const Tables& tables) {
  const auto sounds = static_cast<Millibits>(written.sound.size());
  if (foreign.units.empty() || sounds == 0) return {};
  const Millibits limit = kDifferentReading * (sounds + 1);
  const Millibits cost = tables.readings.Cost(foreign.units, written.sound, limit);
  if (cost > limit) return {};
  const int best = sounds <= 2 ? kFewSounds : kSameReading;
  const int lacking = (kSameReading - kDifferent) * (cost / (sounds + 1)) / kDifferentReading;
  return {std::max(kDifferent, best - lacking), Level::kSkeleton};
}

absl::string_view SharedEnding(absl::string_view a, absl::string_view b) {
  for (absl::string_view ending : kSharedEndings) {
    if (a.size() > ending.size() + 1 && b.size() > ending.size() + 1 && absl::EndsWith(a, ending) &&
        absl::EndsWith(b, ending)) {
      return ending;
    }
  }
  return "";
}

// 0 if they are different.
int SimilarityOfSounds(absl::string_view a, absl::string_view b, bool loose) {
  const int longer = static_cast<int>(std::max(a.size(), b.size()));
  const int shorter = static_cast<int>(std::min(a.size(), b.size()));
  if (shorter == 0) return 0;
  int limit = AllowedCost(longer, shorter);
  // What is too long cannot be made up for: nothing but vowels of a loose script costs below 400.
  if (!loose && (longer - shorter) * 400 > limit) return 0;
  if (loose) limit = shorter <= 3 ? 600 : AllowedEdits(longer) * 1000 + 300;
  const int cost = SoundDistance(a, b, limit, loose);
  return cost > limit ? 0 : std::min(kSameSound, 1000 - cost / longer);
}

// The sound itself, or what is made of it in `buffer`.
absl::string_view Masculine(absl::string_view sound, std::string& buffer) {
  if (sound.back() != 'a' && sound.back() != 'i') return sound;
  for (const auto& [feminine, masculine] : kFeminine) {
    if (sound.size() > feminine.size() + 2 && absl::EndsWith(sound, feminine)) {
      buffer = absl::StrCat(sound.substr(0, sound.size() - feminine.size()), masculine);
      return buffer;
    }
  }
  return sound;
}

// By letters as written: what a slip of the finger leaves. 0 if they are different.
int SimilarityOfLetters(absl::string_view a, absl::string_view b) {
  const int longer = static_cast<int>(std::max(a.size(), b.size()));
  const int shorter = static_cast<int>(std::min(a.size(), b.size()));
  const int allowed = AllowedLetters(longer);
  if (shorter <= 3 || longer - shorter > allowed) return 0;
  const int edits = EditDistance(a, b, allowed);
  return edits > allowed ? 0 : 1000 - edits * 1000 / longer;
}

// As the shapes say it, whether or not the words have theirs.
bool NearAsBoth(const Word& a, const Word& b) {
  const auto shape = [](const Word& word) {
    return word.shape.letters != 0 ? word.shape
                                   : Shape{.letters = LettersOf(word.latin),
                                           .consonants = ConsonantsOf(word.sound),
                                           .latin = static_cast<uint16_t>(word.latin.size()),
                                           .sound = static_cast<uint16_t>(word.sound.size())};
  };
  const Shape left = shape(a);
  const Shape right = shape(b);
  return NearAsSounds(left, right) && NearAsLetters(left, right);
}

// By what the letters of one are read as in other spellings of its name, both ways. 0 if they are
// different.
int SimilarityOfSpellings(const Word& a, const Word& b, const Tables& tables) {
  const auto letters = static_cast<Millibits>(a.sound.size() + b.sound.size() + 2);
  if (std::min(a.latin.size(), b.latin.size()) < kShortestSpelling) return 0;
  const Millibits limit = kDifferentSpelling * letters;
  const Millibits there = tables.readings.CostOfSpelling(a.latin, b.sound, limit);
  if (there > limit) return 0;
  const Millibits cost = there + tables.readings.CostOfSpelling(b.latin, a.sound, limit - there);
  return cost > limit ? 0 : kSameReading - (kSameReading - kDifferent) * cost / limit;
}

// By the sounds that either may have besides its own; of words with sounds, which abjad ones have
// not. 0 if they are different.
int SimilarityOfOthers(const Word& a, const Word& b) {
  const absl::string_view sounds_a[] = {a.sound, a.other};
  const absl::string_view sounds_b[] = {b.sound, b.other};
  int best = 0;
  for (const absl::string_view& x : sounds_a) {
    for (const absl::string_view& y : sounds_b) {
      const bool own = &x == &sounds_a[0] && &y == &sounds_b[0];
      if (own || x.empty() || y.empty() || !SameStart(x[0], y[0])) continue;
      std::string x_buffer, y_buffer;
      best =
          std::max(best, SimilarityOfSounds(Masculine(x, x_buffer), Masculine(y, y_buffer), false));
    }
  }
  return std::min(best, kOtherSound);
}

// "Jovanovic" and "Kovanovic", where at least one is no name that is known.
bool HasOtherFirstLetter(const Word& a, const Word& b) {
  constexpr size_t kShortest = 4;
  if (std::min(a.latin.size(), b.latin.size()) < kShortest) return false;
  if (a.shape.frequent && b.shape.frequent) return false;
  const absl::string_view left = a.latin;
  const absl::string_view right = b.latin;
  if (left.substr(2) == right.substr(2) && left[0] == right[1] && left[1] == right[0]) return true;
  return left.substr(1) == right.substr(1) || left.substr(1) == right || left == right.substr(1);
}

// Romanised in other ways, where both are names of China or Korea.
bool SameFolded(const Word& a, const Word& b) {
  if (!a.shape.folds || !b.shape.folds || !MayFoldAlike(a.shape, b.shape)) return false;
  return FoldChinese(a.latin) == FoldChinese(b.latin) ||
         FoldKorean(a.latin) == FoldKorean(b.latin) || ShareKoreanFamily(a.latin, b.latin);
}

bool WritesSounds(const Word& word) {
  return word.script == Script::kLatin || word.script == Script::kAlphabet;
}

Likeness CompareLatin(const Word& a, const Word& b, const Tables& tables) {
  const bool known = a.shape.letters != 0 && b.shape.letters != 0;
  if (!(known && a.shape.consonants != b.shape.consonants) && a.sound == b.sound) {
    return {kSameSound, Level::kSpelling};
  }
  // Without their marks: a š that was written as s.
  if (a.latin == b.latin) return {kSameSound, Level::kSpelling};
  const bool loose = a.script == Script::kLoose || b.script == Script::kLoose;
  const bool by_sound = !known || NearAsSounds(a.shape, b.shape);
  const bool by_letters = !known || NearAsLetters(a.shape, b.shape);
  const bool starts = SameStart(a.sound[0], b.sound[0]) || a.latin[0] == b.latin[0];
  if (!starts && HasOtherFirstLetter(a, b)) return {kOtherFirstLetter, Level::kSpelling};
  if (!starts || !(by_sound || by_letters)) return {};
  const int apart = std::abs(static_cast<int>(a.sound.size()) - static_cast<int>(b.sound.size()));
  if (apart > kMostApart && !loose) return {};
  std::string left_buffer, right_buffer;
  const absl::string_view left = Masculine(a.sound, left_buffer);
  const absl::string_view right = Masculine(b.sound, right_buffer);
  int similarity = by_sound ? SimilarityOfSounds(left, right, loose) : 0;
  if (similarity < 900 && by_letters) {
    // A vowel that differs is another name as often as a slip, so letters count less than sounds.
    const int letters = SimilarityOfLetters(a.latin, b.latin);
    const bool same_consonants = a.skeleton == b.skeleton;
    similarity = std::max(similarity, same_consonants ? letters : letters - 20);
  }
  if (similarity < kNearEnough && NearAsBoth(a, b))
    similarity = std::max(similarity, SimilarityOfSpellings(a, b, tables));
  if (absl::StartsWith(left, "abd") && absl::StartsWith(right, "abd") && left.size() > 4) {
    similarity = std::min(similarity, SimilarityOfSounds(left.substr(3), right.substr(3), loose));
  }
  if (DifferInGender(a.latin, b.latin)) similarity = std::min(similarity, kOtherGender);
  if (IsDerived(a.sound, b.sound)) return {};
  if (similarity < kDifferent) return {};
  const absl::string_view ending = SharedEnding(left, right);
  if (!ending.empty() && similarity < kSameSound) {
    similarity = std::min(similarity, SimilarityOfSounds(absl::StripSuffix(left, ending),
                                                         absl::StripSuffix(right, ending), loose));
  }
  if (similarity < kDifferent) return {};
  return {similarity, Level::kSpelling};
}

bool ShareNickname(const Word& a, const Word& b, const Tables& tables) {
  if (!a.shape.has_nickname || !b.shape.has_nickname) return false;
  const auto left = tables.nicknames.find(a.latin);
  const auto right = tables.nicknames.find(b.latin);
  if (left == tables.nicknames.end() || right == tables.nicknames.end()) return false;
  return absl::c_any_of(left->second,
                        [&](int group) { return absl::c_linear_search(right->second, group); });
}

// By what is known of the scripts: letters_tables.h, sound.h, the Korean family names above.
Likeness CompareByTables(const Word& a, const Word& b, const Tables& tables) {
  if (a.script == Script::kAbjad) return CompareAbjad(a, b);
  if (b.script == Script::kAbjad) return CompareAbjad(b, a);
  if (a.script == Script::kHangul) return CompareHangul(a, b);
  if (b.script == Script::kHangul) return CompareHangul(b, a);
  const Likeness likeness = CompareLatin(a, b, tables);
  if (likeness.similarity >= kNearEnough || !(a.shape.otherwise || b.shape.otherwise)) {
    return likeness;
  }
  const int other = SimilarityOfOthers(a, b);
  return other > likeness.similarity ? Likeness{other, Level::kSpelling} : likeness;
}

}  // namespace

bool MayBeSameSyllables(const Word& a, const Word& b) {
  if (!a.shape.folds || !b.shape.folds || a.sound == b.sound || SameFolded(a, b)) return true;
  // o and u are the vowels that the systems of Korean exchange.
  const auto loose = [](const Word& word) {
    return absl::StrReplaceAll(FoldKorean(word.latin), {{"o", "u"}});
  };
  return loose(a) == loose(b);
}

int Nearness(const Word& a, const Word& b) {
  // Two names that many bear are two names, not one misspelt.
  if (a.script != b.script || (a.shape.frequent && b.shape.frequent)) return 0;
  const bool letters = a.script != Script::kHan && a.script != Script::kHangul;
  if (letters && IsSlip(a.latin, b.latin)) return 1000;
  if (!WritesSounds(a) || a.sound.empty() || b.sound.empty()) return 0;
  const absl::string_view ending = SharedEnding(a.sound, b.sound);
  const absl::string_view left = absl::StripSuffix(a.sound, ending);
  const absl::string_view right = absl::StripSuffix(b.sound, ending);
  const int longer = static_cast<int>(std::max(left.size(), right.size()));
  if (std::min(left.size(), right.size()) < kShortestSpelling) return 0;
  int near = 1000 - 1000 * EditDistance(left, right, longer) / longer;
  if (a.skeleton == b.skeleton && a.skeleton.size() >= 2) near = std::max(near, kSameSkeleton);
  const bool vowels = IsVowel(a.sound[0]) && IsVowel(b.sound[0]);
  if (a.sound[0] != b.sound[0] && !vowels) near -= kOtherStart;
  return std::max(near, 0);
}

Likeness Compare(const Word& a, const Word& b, const Tables& tables, bool east_asian) {
  if (a.key == b.key) return {1000, Level::kExact};
  if (a.script == Script::kUnknown || b.script == Script::kUnknown) return {};
  const bool abjad_a = a.script == Script::kAbjad;
  const bool abjad_b = b.script == Script::kAbjad;
  if (abjad_a && abjad_b) {
    const int similarity = SimilarityOfLetters(a.latin, b.latin);
    return similarity < kDifferent ? Likeness{} : Likeness{similarity, Level::kSpelling};
  }
  // Two words in characters of their own compare strictly, so that homophones stay apart.
  if (a.script == b.script && (a.script == Script::kHan || a.script == Script::kHangul)) return {};
  if (a.role == Role::kInitial || b.role == Role::kInitial) {
    if (abjad_a || abjad_b || a.latin.empty() || b.latin.empty()) return {};
    return a.latin[0] == b.latin[0] ? Likeness{kDifferent, Level::kInitial} : Likeness{};
  }
  // Between two scripts of which neither writes what the other does, nothing can be told.
  if (!WritesSounds(a) && !WritesSounds(b) && a.script != b.script) return {};
  if (east_asian && SameFolded(a, b)) return {kOtherSound, Level::kSpelling};
  Likeness likeness = CompareByTables(a, b, tables);
  if (likeness.similarity < kNearEnough && ShareNickname(a, b, tables)) {
    return {900, Level::kNickname};
  }
  if (a.script != b.script) {
    const bool reads_b = WritesSounds(a) && (a.script == Script::kLatin || !WritesSounds(b));
    const Likeness read = reads_b ? CompareReadings(b, a, tables) : CompareReadings(a, b, tables);
    if (read.similarity > likeness.similarity) likeness = read;
    if (HasOtherVowels(a, b) || HasOtherVowels(b, a)) return {};
  }
  return likeness.similarity < kDifferent ? Likeness{} : likeness;
}

}  // namespace probity::matching
