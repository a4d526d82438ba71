// Letters of other scripts in Latin. Internal to letters.cc.
// Cyrillic: BGN/PCGN, with the letters of Ukrainian, Serbian, Macedonian, Kazakh, Tajik, ...;
// Greek: as heard. Hangul: Revised Romanization by letter. Abjads: codes, see AbjadAllows.
#ifndef PROBITY_SERVICES_MATCHING_LETTERS_TABLES_H_
#define PROBITY_SERVICES_MATCHING_LETTERS_TABLES_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace probity::matching {

// Sorted by letter (case folded). Plain drops a mark, spelt writes the sound that it makes.
struct LetterSpelling {
  int32_t letter;  // As ICU counts code points.
  const char* plain;
  const char* spelt;
};
inline constexpr LetterSpelling kLetterSpelling[] = {
    {0x00DF, "ss", "ss"}, {0x00E6, "ae", "ae"},   {0x00E7, "c", "ch"},  {0x00F0, "d", "d"},
    {0x00F8, "o", "o"},   {0x00FE, "th", "th"},   {0x0107, "c", "ch"},  {0x010D, "c", "ch"},
    {0x0111, "d", "dj"},  {0x0127, "h", "h"},     {0x0131, "i", "i"},   {0x0140, "l", "l"},
    {0x0142, "l", "l"},   {0x014B, "ng", "ng"},   {0x0153, "oe", "oe"}, {0x015B, "s", "sh"},
    {0x015F, "s", "sh"},  {0x0161, "s", "sh"},    {0x0163, "t", "ts"},  {0x0167, "t", "t"},
    {0x017A, "z", "zh"},  {0x017C, "z", "zh"},    {0x017E, "z", "zh"},  {0x0192, "f", "f"},
    {0x0199, "k", "k"},   {0x01B4, "y", "y"},     {0x01DD, "a", "e"},   {0x0219, "s", "sh"},
    {0x0253, "b", "b"},   {0x0254, "o", "o"},     {0x0256, "d", "d"},   {0x0257, "d", "d"},
    {0x0259, "a", "e"},   {0x025B, "e", "e"},     {0x0263, "g", "g"},   {0x0272, "n", "n"},
    {0x0283, "sh", "sh"}, {0x03B1, "a", "a"},     {0x03B2, "v", "v"},   {0x03B3, "g", "g"},
    {0x03B4, "d", "d"},   {0x03B5, "e", "e"},     {0x03B6, "z", "z"},   {0x03B7, "i", "i"},
    {0x03B8, "th", "th"}, {0x03B9, "i", "i"},     {0x03BA, "k", "k"},   {0x03BB, "l", "l"},
    {0x03BC, "m", "m"},   {0x03BD, "n", "n"},     {0x03BE, "x", "x"},   {0x03BF, "o", "o"},
    {0x03C0, "p", "p"},   {0x03C1, "r", "r"},     {0x03C2, "s", "s"},   {0x03C3, "s", "s"},
    {0x03C4, "t", "t"},   {0x03C5, "y", "y"},     {0x03C6, "f", "f"},   {0x03C7, "kh", "kh"},
    {0x03C8, "ps", "ps"}, {0x03C9, "o", "o"},     {0x0430, "a", "a"},   {0x0431, "b", "b"},
    {0x0432, "v", "v"},   {0x0433, "g", "g"},     {0x0434, "d", "d"},   {0x0435, "e", "e"},
    {0x0436, "zh", "zh"}, {0x0437, "z", "z"},     {0x0438, "i", "i"},   {0x0439, "y", "y"},
    {0x043A, "k", "k"},   {0x043B, "l", "l"},     {0x043C, "m", "m"},   {0x043D, "n", "n"},
    {0x043E, "o", "o"},   {0x043F, "p", "p"},     {0x0440, "r", "r"},   {0x0441, "s", "s"},
    {0x0442, "t", "t"},   {0x0443, "u", "u"},     {0x0444, "f", "f"},   {0x0445, "kh", "kh"},
    {0x0446, "ts", "ts"}, {0x0447, "ch", "ch"},   {0x0448, "sh", "sh"}, {0x0449, "shch", "shch"},
    {0x044A, "", ""},     {0x044B, "y", "y"},     {0x044C, "", ""},     {0x044D, "e", "e"},
    {0x044E, "yu", "yu"}, {0x044F, "ya", "ya"},   {0x0450, "e", "e"},   {0x0451, "yo", "yo"},
    {0x0452, "dj", "dj"}, {0x0453, "gy", "gy"},   {0x0454, "ye", "ye"}, {0x0455, "dz", "dz"},
    {0x0456, "i", "i"},   {0x0457, "yi", "yi"},   {0x0458, "y", "y"},   {0x0459, "ly", "ly"},
    {0x045A, "ny", "ny"}, {0x045B, "ch", "ch"},   {0x045C, "ky", "ky"}, {0x045D, "i", "i"},
    {0x045E, "w", "w"},   {0x045F, "dzh", "dzh"}, {0x0491, "g", "g"},   {0x0493, "gh", "gh"},
    {0x0497, "j", "j"},   {0x0499, "z", "z"},     {0x049B, "k", "k"},   {0x04A1, "k", "k"},
    {0x04A3, "ng", "ng"}, {0x04AB, "s", "s"},     {0x04AF, "u", "u"},   {0x04B1, "u", "u"},
    {0x04B3, "h", "h"},   {0x04B7, "j", "j"},     {0x04BB, "h", "h"},   {0x04CF, "", ""},
    {0x04D3, "a", "a"},   {0x04D9, "a", "a"},     {0x04E3, "i", "i"},   {0x04E7, "o", "o"},
    {0x04E9, "o", "o"},   {0x04EF, "u", "u"},     {0x04F1, "u", "u"},
};

// Sorted by letter. Arabic (with Persian, Urdu, Kurdish, Uyghur letters) and Hebrew.
struct AbjadLetter {
  char16_t letter;
  char code;
};
inline constexpr AbjadLetter kAbjadLetters[] = {
    {0x05D0, 'E'}, {0x05D1, 'B'}, {0x05D2, 'g'}, {0x05D3, 'd'}, {0x05D4, 'h'}, {0x05D5, 'W'},
    {0x05D6, 'z'}, {0x05D7, 'X'}, {0x05D8, 't'}, {0x05D9, 'Y'}, {0x05DA, 'K'}, {0x05DB, 'K'},
    {0x05DC, 'l'}, {0x05DD, 'm'}, {0x05DE, 'm'}, {0x05DF, 'n'}, {0x05E0, 'n'}, {0x05E1, 's'},
    {0x05E2, 'E'}, {0x05E3, 'P'}, {0x05E4, 'P'}, {0x05E5, 'Z'}, {0x05E6, 'Z'}, {0x05E7, 'q'},
    {0x05E8, 'r'}, {0x05E9, 'S'}, {0x05EA, 'T'}, {0x0621, 'E'}, {0x0622, 'A'}, {0x0623, 'A'},
    {0x0624, 'W'}, {0x0625, 'A'}, {0x0626, 'Y'}, {0x0627, 'A'}, {0x0628, 'b'}, {0x0629, 'h'},
    {0x062A, 't'}, {0x062B, 'T'}, {0x062C, 'j'}, {0x062D, 'H'}, {0x062E, 'X'}, {0x062F, 'd'},
    {0x0630, 'D'}, {0x0631, 'r'}, {0x0632, 'z'}, {0x0633, 's'}, {0x0634, 'S'}, {0x0635, 's'},
    {0x0636, 'D'}, {0x0637, 't'}, {0x0638, 'D'}, {0x0639, 'E'}, {0x063A, 'G'}, {0x0641, 'f'},
    {0x0642, 'q'}, {0x0643, 'k'}, {0x0644, 'l'}, {0x0645, 'm'}, {0x0646, 'n'}, {0x0647, 'h'},
    {0x0648, 'W'}, {0x0649, 'Y'}, {0x064A, 'Y'}, {0x0671, 'A'}, {0x0672, 'A'}, {0x0673, 'A'},
    {0x0679, 't'}, {0x067E, 'p'}, {0x0686, 'c'}, {0x0688, 'd'}, {0x0691, 'r'}, {0x0698, 'J'},
    {0x06A4, 'v'}, {0x06A8, 'g'}, {0x06A9, 'k'}, {0x06AF, 'g'}, {0x06BA, 'n'}, {0x06BE, 'h'},
    {0x06C1, 'h'}, {0x06C3, 'h'}, {0x06C6, 'W'}, {0x06C7, 'W'}, {0x06CB, 'W'}, {0x06CC, 'Y'},
    {0x06CD, 'Y'}, {0x06D0, 'Y'}, {0x06D2, 'Y'}, {0x06D5, 'h'}, {0x0762, 'g'},
};

struct AbjadCode {
  char code;
  absl::string_view sounds;
};
inline constexpr AbjadCode kAbjadCodes[] = {
    {'A', "aeiouy"}, {'E', "aeiou"}, {'b', "bpv"},  {'B', "bv"},  {'p', "pb"},  {'P', "pf"},
    {'t', "td"},     {'T', "ts"},    {'j', "jgc"},  {'c', "cx"},  {'H', "h"},   {'X', "hkc"},
    {'d', "d"},      {'D', "dzt"},   {'r', "r"},    {'z', "zs"},  {'J', "jzx"}, {'s', "szx"},
    {'S', "xsc"},    {'G', "g"},     {'f', "fvp"},  {'v', "vwf"}, {'q', "kg"},  {'k', "kc"},
    {'K', "khc"},    {'g', "gkj"},   {'l', "l"},    {'m', "m"},   {'n', "n"},   {'h', "h"},
    {'W', "wvuo"},   {'Y', "yiej"},  {'Z', "szct"},
};

struct LookAlike {
  char16_t latin;
  char16_t cyrillic;
};
inline constexpr LookAlike kLookAlikes[] = {
    {u'a', 0x0430}, {u'c', 0x0441}, {u'e', 0x0435}, {u'o', 0x043E}, {u'p', 0x0440},
    {u'x', 0x0445}, {u'y', 0x0443}, {u'i', 0x0456}, {u'j', 0x0458}, {u's', 0x0455},
};

inline constexpr const char* kHangulInitial[] = {"g",  "kk", "n", "d",  "tt", "r", "m",
                                                 "b",  "pp", "s", "ss", "",   "j", "jj",
                                                 "ch", "k",  "t", "p",  "h"};
inline constexpr const char* kHangulVowel[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                               "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                               "wo", "we", "wi", "yu",  "eu", "ui", "i"};
inline constexpr const char* kHangulFinal[] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                               "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                               "t", "ng", "t", "t", "k", "t", "p", "t"};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LETTERS_TABLES_H_
