#include "services/matching/letters_southeast.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace probity::matching {
namespace {

// From U+0E01 on; after the Royal Thai General System, without the h of breath and with the j and
// bh of most passports. Marks of tone and what only modifies are silent.
constexpr char16_t kThaiFirst = 0x0E01;
constexpr absl::string_view kThai[] = {
    "k", "k", "k", "k",  "k", "k", "ng", "j",   "ch", "ch",  "s",  "ch", "y",  "d",
    "t", "t", "t", "t",  "n", "d", "t",  "t",   "t",  "t",   "n",  "b",  "p",  "p",
    "f", "p", "f", "bh", "m", "y", "r",  "rue", "l",  "lue", "w",  "s",  "s",  "s",
    "h", "l", "",  "h",  "",  "a", "a",  "a",   "am", "i",   "i",  "ue", "ue", "u",
    "u", "",  "",  "",   "",  "",  "",   "e",   "ae", "o",   "ai", "ai", "a"};
constexpr char16_t kThaiLeadingFirst =
    0x0E40;  // Vowels written before the consonant that they follow.
constexpr char16_t kThaiLeadingLast = 0x0E44;
constexpr char16_t kThaiCarrier = 0x0E2D;
constexpr char16_t kThaiLongI = 0x0E35;
constexpr char16_t kThaiLongUe = 0x0E37;
constexpr char16_t kThaiSilencer = 0x0E4C;

// From U+1780 on: consonants, independent vowels, vowel signs; after the geographic romanisation.
constexpr char16_t kKhmerFirst = 0x1780;
constexpr absl::string_view kKhmer[] = {
    "k",  "kh", "k",   "kh",  "ng", "ch", "chh", "ch", "chh", "nh", "d",  "th", "d",  "th", "n",
    "t",  "th", "t",   "th",  "n",  "b",  "ph",  "p",  "ph",  "m",  "y",  "r",  "l",  "v",  "s",
    "s",  "s",  "h",   "l",   "",   "a",  "a",   "e",  "ei",  "o",  "ok", "ou", "ov", "ru", "ru",
    "lu", "lu", "e",   "ai",  "ao", "ao", "au",  "a",  "a",   "a",  "e",  "i",  "oe", "eu", "u",
    "ou", "ua", "aeu", "oea", "ie", "e",  "ae",  "ai", "o",   "au", "am", "ah", "a"};
constexpr char16_t kKhmerLastConsonant = 0x17A2;
constexpr char16_t kKhmerShifter = 0x17C9;  // Makes "p" of "b".
constexpr char16_t kKhmerShort = 0x17CB;    // Of a syllable without a sign of its own.
constexpr char16_t kKhmerBelow = 0x17D2;    // The next consonant follows without a vowel.
constexpr char16_t kKhmerBa = 0x1794;

bool IsBetween(char16_t c, char16_t first, char16_t last) { return c >= first && c <= last; }

template <size_t kSize>
absl::string_view Of(const absl::string_view (&table)[kSize], char16_t first, char16_t c) {
  return c >= first && c < first + kSize ? table[c - first] : "";
}

bool IsThaiConsonant(char16_t c) { return IsBetween(c, kThaiFirst, 0x0E2E); }

// Whether the consonant at `at` is silenced, alone or with a vowel.
bool IsSilenced(const icu::UnicodeString& word, int at) {
  int next = at + 1;
  if (next < word.length() && IsBetween(word[next], 0x0E30, 0x0E3A)) ++next;
  return next < word.length() && word[next] == kThaiSilencer;
}

// "o" after a consonant; nothing before a vowel; the vowel itself, where a consonant follows.
const char* SpellCarrier(const icu::UnicodeString& word, int at) {
  if (at > 0) return "o";
  return at + 1 < word.length() && IsThaiConsonant(word[at + 1]) ? "a" : "";
}

std::string SpellThai(const icu::UnicodeString& word) {
  std::string latin;
  char16_t leading = 0;
  for (int at = 0; at < word.length(); ++at) {
    const char16_t c = word[at];
    if (IsThaiConsonant(c) && IsSilenced(word, at)) {
      while (word[at] != kThaiSilencer) ++at;
    } else if (IsBetween(c, kThaiLeadingFirst, kThaiLeadingLast)) {
      leading = c;
    } else if (c == kThaiCarrier && leading == 0) {
      latin.append(SpellCarrier(word, at));
    } else {
      const char16_t next = at + 1 < word.length() ? word[at + 1] : 0;
      if (next == kThaiLongI || next == kThaiLongUe) leading = 0;  // With it, "ia" and "uea".
      absl::StrAppend(&latin, Of(kThai, kThaiFirst, c));
      if (leading != 0) absl::StrAppend(&latin, Of(kThai, kThaiFirst, leading));
      leading = 0;
    }
  }
  return latin;
}

// A consonant that no vowel sign, subscript or end follows is spoken with "a".
bool HasOwnVowel(const icu::UnicodeString& word, int at) {
  const char16_t next = at + 1 < word.length() ? word[at + 1] : 0;
  if (next == kKhmerShort) return at + 2 < word.length();
  return IsBetween(next, kKhmerFirst, kKhmerLastConsonant);
}

std::string SpellKhmer(const icu::UnicodeString& word) {
  std::string latin;
  for (int at = 0; at < word.length(); ++at) {
    const char16_t c = word[at];
    const char16_t next = at + 1 < word.length() ? word[at + 1] : 0;
    if (c == kKhmerBa && next == kKhmerShifter) {
      latin.push_back('p');
      continue;
    }
    absl::StrAppend(&latin, Of(kKhmer, kKhmerFirst, c));
    const bool consonant = IsBetween(c, kKhmerFirst, kKhmerLastConsonant);
    if (consonant && next != kKhmerBelow && HasOwnVowel(word, at)) latin.push_back('a');
  }
  return latin;
}

}  // namespace

std::string SpellSoutheastAsian(const icu::UnicodeString& word) {
  if (word.isEmpty()) return "";
  if (IsBetween(word[0], 0x0E00, 0x0E7F)) return SpellThai(word);
  if (IsBetween(word[0], 0x1780, 0x17FF)) return SpellKhmer(word);
  return "";
}

}  // namespace probity::matching
