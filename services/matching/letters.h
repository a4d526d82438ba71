// From UTF-8 in any script to words of plain letters. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_LETTERS_H_
#define PROBITY_SERVICES_MATCHING_LETTERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/tables.h"

namespace probity::matching {

// How the letters of a word are compared with others.
enum class Script : uint8_t {
  kLatin,
  kAlphabet,  // Cyrillic, Greek, Georgian, Armenian: vowels are written, compared like Latin.
  kAbjad,     // Arabic, Hebrew: vowels are mostly not written.
  kHangul,
  kHan,
  kLoose,    // Indic, Ethiopic, Kana, Thai, ...: ICU's Latin form, whose vowels say little.
  kUnknown,  // No table of ours or ICU's: compared by equality only.
};

Script ScriptOf(char32_t letter);

struct RawWord {
  std::string
      native{};  // NFKC, case folded, without marks of direction, apostrophes, Arabic vowels.
  Script script = Script::kLatin;
  bool comma_after = false;  // A comma follows: what precedes may be a family name.
  bool cut = false;          // Not all of it is here, or of what follows.
};

// Splits on everything but letters, marks and digits; drops words without a letter. Reads at most
// kMaxNameLength characters and kMaxWords words of kMaxWordLetters; the last word that it reads
// says so if there are more. Never fails: what is no UTF-8 separates words. Latin and Cyrillic
// letters that only look alike are taken for the script of the word.
std::vector<RawWord> SplitWords(absl::string_view text, const Tables& tables);

// a to z. Where a mark changes the sound, `plain` drops it (š: s) and `spelt` spells it (š: sh);
// Cyrillic is spelt as by BGN/PCGN, so that its other romanisations fold to the same sound.
// Of a kHangul word every syllable is spelt; kHan is pinyin;
// a kAbjad word has none: see AbjadCodes.
struct Latin {
  std::string plain{};
  std::string spelt{};
};
Latin ToLatin(const RawWord& word, const Tables& tables);

// The consonant letters of an abjad word as codes that AbjadAllows reads ('A' alef, 'W' waw, ...).
std::string AbjadCodes(absl::string_view native);

// The letters of SoundOf (sound.h) that may stand for this code.
absl::string_view AbjadAllows(char code);

// The syllables of a Hangul word, each spelt after its letters ("gim", "jeong").
std::vector<std::string> HangulSyllables(absl::string_view native);

// The characters of a word, each as UTF-8.
std::vector<std::string> Characters(absl::string_view native);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LETTERS_H_
