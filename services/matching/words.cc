#include "services/matching/words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/matching/hash.h"
#include "services/matching/romanised.h"
#include "services/matching/sound.h"

namespace probity::matching {
namespace {

enum : uint64_t { kFold = 300, kLetters };  // Kinds of hashes.

// Scripts whose words are told apart by their own characters.
bool IsByCharacter(Script script) {
  return script == Script::kHan || script == Script::kHangul || script == Script::kUnknown;
}

Millibits WorthOf(const Word& word, const Tables& tables) {
  const Weights& weights = tables.weights;
  const auto found = tables.words.find(FrequencyKey(word));
  if (found != tables.words.end()) {
    return std::clamp(found->second, weights.word_floor, weights.word_ceiling);
  }
  const bool characters = IsByCharacter(word.script);
  const size_t length = characters ? Characters(word.native).size() : word.latin.size();
  if (length <= 1) return weights.word_one_letter;
  return length <= (characters ? 2 : 3) ? weights.word_short : weights.word_unknown;
}

// The first two letters exchanged.
std::string Swapped(std::string latin) {
  if (latin.size() >= 2) std::swap(latin[0], latin[1]);
  return latin;
}

void Complete(Word& word, const Tables& tables) {
  const bool written = word.script == Script::kLatin || word.script == Script::kAlphabet;
  // Homophones in characters of their own are different words.
  const bool by_native =
      word.latin.empty() || word.script == Script::kHan || word.script == Script::kHangul;
  const absl::string_view form = by_native ? word.native : word.latin;
  word.key = Hash(absl::StrCat(form, "/", word.sound),
                  written ? 0 : 1 + static_cast<uint64_t>(word.script));
  word.worth = WorthOf(word, tables);
  if (!written || word.sound.empty()) return;
  if (word.script == Script::kLatin) word.other = OtherSound(word.latin);
  // As far as distances read it.
  const absl::string_view latin = absl::string_view(word.latin).substr(0, kMaxWordLetters);
  const absl::string_view sound = absl::string_view(word.sound).substr(0, kMaxWordLetters);
  word.shape = {.letters = LettersOf(latin),
                .consonants = ConsonantsOf(sound),
                .latin = static_cast<uint16_t>(word.latin.size()),
                .sound = static_cast<uint16_t>(word.sound.size()),
                .whole = static_cast<uint32_t>(Hash(word.latin, kLetters)),
                .tail = static_cast<uint32_t>(Hash(word.latin.substr(1), kLetters)),
                .swapped = static_cast<uint32_t>(Hash(Swapped(word.latin), kLetters)),
                .start = word.sound[0],
                .letter = word.latin[0],
                .has_nickname = tables.nicknames.contains(word.latin),
                .frequent = tables.words.contains(word.sound),
                .otherwise = !word.other.empty(),
                .read = !word.units.empty()};
  if (word.shape.otherwise) {
    word.shape.other_start = word.other[0];
    word.shape.other_sound = static_cast<uint16_t>(word.other.size());
    word.shape.other_consonants = ConsonantsOf(word.other);
  }
  const std::string chinese = word.script == Script::kLatin ? FoldChinese(word.latin) : "";
  if (chinese.empty()) return;
  word.shape.folds = true;
  word.shape.korean_family = !KoreanFamiliesOf(word.latin).empty();
  word.shape.chinese = static_cast<uint32_t>(Hash(chinese, kFold));
  word.shape.korean = static_cast<uint32_t>(Hash(FoldKorean(word.latin), kFold));
}

}  // namespace

absl::string_view FrequencyKey(const Word& word) {
  return IsByCharacter(word.script) ? word.native : word.sound;
}

Word MakeWord(const RawWord& raw, const Tables& tables) {
  Word word{.native = raw.native, .script = raw.script};
  if (raw.script == Script::kAbjad) {
    word.latin = AbjadCodes(raw.native);
    word.sound = word.latin;
  } else if (raw.script != Script::kUnknown) {
    const Latin latin = ToLatin(raw, tables);
    word.latin = latin.plain;
    word.sound = SoundOf(latin.spelt);
    word.skeleton = SkeletonOf(word.sound);
    // What cannot be read, or is silent throughout, can only be equal.
    if (word.sound.empty()) word.script = Script::kUnknown;
  }
  if (raw.script != Script::kLatin) {
    word.units = UnitsOf(word.native);
    if (!tables.readings.Knows(word.units)) word.units.clear();
  }
  Complete(word, tables);
  return word;
}

Word MakeAbdWord(absl::string_view rest, const Tables& tables) {
  Word word{.native = absl::StrCat("abd", rest), .latin = absl::StrCat("abd", rest)};
  // Apart, so that "abd" and "haq" do not sound as "dh".
  word.sound = absl::StrCat("abd", SoundOf(rest));
  word.skeleton = SkeletonOf(word.sound);
  Complete(word, tables);
  return word;
}

Word MakeLatinWord(absl::string_view latin, const Tables& tables) {
  return MakeWord({.native = std::string(latin), .script = Script::kLatin}, tables);
}

std::vector<std::string> CoarseKeys(const Word& word) {
  if (word.script == Script::kUnknown) return {};
  std::vector<std::string> keys = word.script == Script::kAbjad
                                      ? CoarseOfAbjad(word.sound)
                                      : std::vector<std::string>{CoarseOf(word.sound)};
  std::erase(keys, "");
  return keys;
}

}  // namespace probity::matching
