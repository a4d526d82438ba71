#include "services/matching/letters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/matching/identity.h"
#include "services/matching/letters_southeast.h"
#include "services/matching/letters_tables.h"

namespace probity::matching {
namespace {

bool IsApostrophe(UChar32 c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x5F3 ||
         c == 0x5F4 || c == 0x640 || u_charType(c) == U_MODIFIER_LETTER;
}

// Vowel signs of Arabic and Hebrew are written by few; letters keep hamza and madda (NFKC).
bool IsAbjadMark(UChar32 c) {
  return u_charType(c) == U_NON_SPACING_MARK && ((c >= 0x591 && c <= 0x6ED) || c == 0x8D3);
}

bool IsComma(UChar32 c) { return c == ',' || c == 0x60C || c == 0x3001; }

// Exchanges letters that only look like those of the script that the rest of the word is in.
void FoldLookAlikes(icu::UnicodeString& word) {
  int latin = 0, cyrillic = 0, latin_like = 0, cyrillic_like = 0;
  for (int i = 0; i < word.length(); ++i) {
    const bool is_cyrillic = word[i] >= 0x400 && word[i] < 0x530;
    const bool is_latin = word[i] < 0x80 && u_isalpha(word[i]);
    latin += is_latin;
    cyrillic += is_cyrillic;
    for (const LookAlike& pair : kLookAlikes) {
      latin_like += word[i] == pair.latin;
      cyrillic_like += word[i] == pair.cyrillic;
    }
  }
  if (latin == 0 || cyrillic == 0) return;
  const bool to_latin = cyrillic == cyrillic_like;
  if (!to_latin && latin != latin_like) return;
  for (int i = 0; i < word.length(); ++i) {
    for (const LookAlike& pair : kLookAlikes) {
      if (to_latin && word[i] == pair.cyrillic) word.setCharAt(i, pair.latin);
      if (!to_latin && word[i] == pair.latin) word.setCharAt(i, pair.cyrillic);
    }
  }
}

// Collects letters into words.
class Splitter {
 public:
  explicit Splitter(const Tables& tables) : tables_(tables) {}

  void Take(UChar32 c) {
    if (IsApostrophe(c) || IsAbjadMark(c)) return;
    if (u_isalpha(c)) {
      const Script script = ScriptOf(c);
      // A change between Han, Kana, Hangul and the rest is a word of its own.
      if (letters_ > 0 && script != script_ && (Ideographic(script) || Ideographic(script_))) End();
      if (letters_++ == 0) script_ = script;
      Append(c);
    } else if (u_isdigit(c) || (letters_ > 0 && (U_GET_GC_MASK(c) & U_GC_M_MASK))) {
      Append(c);
    } else {
      End();
      if (IsComma(c) && !words_.empty()) words_.back().comma_after = true;
    }
  }

  std::vector<RawWord> Finish() {
    End();
    return std::move(words_);
  }

 private:
  static bool Ideographic(Script script) {
    return script == Script::kHan || script == Script::kHangul;
  }

  void Append(UChar32 c) {
    if (word_.length() < kMaxWordLetters) {
      word_.append(c);
    } else {
      cut_ = true;
    }
  }

  void End() {
    if (letters_ > 0 && words_.size() == kMaxWords) words_.back().cut = true;
    if (letters_ > 0 && words_.size() < kMaxWords) {
      RawWord word{.script = script_, .cut = cut_};
      if (script_ == Script::kLatin || script_ == Script::kAlphabet) {
        FoldLookAlikes(word_);
        script_ = word.script = ScriptOf(FirstLetter());
      }
      if (script_ == Script::kHan) tables_.han_to_simplified->transliterate(word_);
      word_.toUTF8String(word.native);
      words_.push_back(std::move(word));
    }
    word_.remove();
    letters_ = 0;
    cut_ = false;
  }

  UChar32 FirstLetter() const {
    for (int i = 0; i < word_.length(); i = word_.moveIndex32(i, 1)) {
      if (u_isalpha(word_.char32At(i))) return word_.char32At(i);
    }
    return word_.char32At(0);
  }

  const Tables& tables_;
  icu::UnicodeString word_;
  Script script_ = Script::kLatin;
  int letters_ = 0;
  bool cut_ = false;
  std::vector<RawWord> words_;
};

std::vector<RawWord> SplitAscii(absl::string_view text) {
  std::vector<RawWord> words;
  std::string word;
  bool letters = false;
  bool cut = false;
  const auto end = [&] {
    if (letters && words.size() == kMaxWords) words.back().cut = true;
    if (letters && words.size() < kMaxWords) words.push_back({.native = word, .cut = cut});
    word.clear();
    letters = false;
    cut = false;
  };
  for (char c : text.substr(0, kMaxNameLength)) {
    if (absl::ascii_isalnum(c)) {
      letters |= absl::ascii_isalpha(c);
      cut |= word.size() == kMaxWordLetters;
      if (!cut) word.push_back(absl::ascii_tolower(c));
    } else if (c != '\'' && c != '`') {
      end();
      if (c == ',' && !words.empty()) words.back().comma_after = true;
    }
  }
  end();
  return words;
}

// Digits that stand for letters in a Latin word, as scanned or disguised names have them.
char LetterOfDigit(char digit) {
  switch (digit) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '5':
      return 's';
    case '9':
      return 'g';
    default:
      return 0;
  }
}

void AppendCharacter(UChar32 c, const icu::Normalizer2& decompose, Latin& out) {
  if (c < 0x80) {
    const char letter = absl::ascii_isalpha(c) ? absl::ascii_tolower(c) : LetterOfDigit(c);
    if (letter == 0) return;
    out.plain.push_back(letter);
    out.spelt.push_back(letter);
    return;
  }
  const auto* const found =
      std::lower_bound(std::begin(kLetterSpelling), std::end(kLetterSpelling), c,
                       [](const LetterSpelling& row, UChar32 key) { return row.letter < key; });
  if (found != std::end(kLetterSpelling) && found->letter == c) {
    out.plain.append(found->plain);
    out.spelt.append(found->spelt);
    return;
  }
  icu::UnicodeString parts;
  if (!decompose.getDecomposition(c, parts)) return;
  for (int i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (parts.char32At(i) != c) AppendCharacter(parts.char32At(i), decompose, out);
  }
}

// Greek writes sounds that it has no letter for with two, and some of them only where a word
// begins.
void FoldGreekDigraphs(icu::UnicodeString& text) {
  static constexpr std::pair<const char16_t*, const char16_t*> kFirst[] = {
      {u"μπ", u"b"}, {u"ντ", u"d"}, {u"γκ", u"g"}, {u"γι", u"y"}};
  static constexpr std::pair<const char16_t*, const char16_t*> kAnywhere[] = {
      {u"ου", u"u"},  {u"ού", u"u"},  {u"αυ", u"av"}, {u"αύ", u"av"},
      {u"ευ", u"ev"}, {u"εύ", u"ev"}, {u"γγ", u"ng"}, {u"μπ", u"mb"}};
  for (const auto& [greek, latin] : kFirst) {
    if (text.startsWith(greek)) text.replace(0, 2, latin);
  }
  for (const auto& [greek, latin] : kAnywhere) text.findAndReplace(greek, latin);
}

Latin SpellByTable(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(error);
  Latin out;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    AppendCharacter(text.char32At(i), *decompose, out);
  }
  return out;
}

}  // namespace

Script ScriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_LATIN:
      return Script::kLatin;
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_GEORGIAN:
    case USCRIPT_ARMENIAN:
      return Script::kAlphabet;
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
      return Script::kAbjad;
    case USCRIPT_HANGUL:
      return Script::kHangul;
    case USCRIPT_HAN:
      return Script::kHan;
    case USCRIPT_DEVANAGARI:
    case USCRIPT_BENGALI:
    case USCRIPT_GUJARATI:
    case USCRIPT_GURMUKHI:
    case USCRIPT_TAMIL:
    case USCRIPT_TELUGU:
    case USCRIPT_KANNADA:
    case USCRIPT_MALAYALAM:
    case USCRIPT_ORIYA:
    case USCRIPT_ETHIOPIC:
    case USCRIPT_THAI:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_THAANA:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return Script::kLoose;
    default:
      return Script::kUnknown;
  }
}

std::vector<RawWord> SplitWords(absl::string_view text, const Tables& tables) {
  if (std::all_of(text.begin(), text.end(), absl::ascii_isascii)) return SplitAscii(text);
  icu::UnicodeString raw = icu::UnicodeString::fromUTF8(
      {text.data(), static_cast<int32_t>(std::min<size_t>(text.size(), 4 * kMaxNameLength))});
  raw.truncate(kMaxNameLength);
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString folded =
      icu::Normalizer2::getNFKCCasefoldInstance(error)->normalize(raw, error);
  Splitter splitter(tables);
  if (U_FAILURE(error)) return splitter.Finish();
  const int end = std::min<int>(folded.length(), kMaxNameLength);
  for (int i = 0; i < end; i = folded.moveIndex32(i, 1)) splitter.Take(folded.char32At(i));
  std::vector<RawWord> words = splitter.Finish();
  // Some characters stand for a whole phrase.
  if (end < folded.length() && !words.empty()) words.back().cut = true;
  return words;
}

Latin ToLatin(const RawWord& word, const Tables& tables) {
  if (word.script == Script::kLatin &&
      std::all_of(word.native.begin(), word.native.end(), absl::ascii_isalpha)) {
    return {word.native, word.native};
  }
  if (word.script == Script::kAbjad) return {};
  if (word.script == Script::kHangul) {
    Latin out;
    for (const std::string& syllable : HangulSyllables(word.native)) out.plain += syllable;
    out.spelt = out.plain;
    return out;
  }
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(word.native);
  if (std::string spelt = SpellSoutheastAsian(text); !spelt.empty()) return {spelt, spelt};
  if (word.script == Script::kAlphabet) FoldGreekDigraphs(text);
  if (word.script != Script::kLatin) {
    Latin by_table = SpellByTable(text);
    if (!by_table.plain.empty()) return by_table;
    tables.any_to_latin->transliterate(text);
    text.toLower();
  }
  return SpellByTable(text);
}

std::string AbjadCodes(absl::string_view native) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({native.data(), static_cast<int32_t>(native.size())});
  std::string codes;
  for (int i = 0; i < text.length(); ++i) {
    const auto* const row = std::lower_bound(
        std::begin(kAbjadLetters), std::end(kAbjadLetters), text[i],
        [](const AbjadLetter& letter, char16_t key) { return letter.letter < key; });
    if (row == std::end(kAbjadLetters) || row->letter != text[i]) continue;
    if (codes.empty() || codes.back() != row->code) codes.push_back(row->code);
  }
  return codes;
}

absl::string_view AbjadAllows(char code) {
  static constexpr auto kByCode = [] {
    std::array<absl::string_view, 128> table{};
    for (const AbjadCode& row : kAbjadCodes) table[static_cast<size_t>(row.code)] = row.sounds;
    return table;
  }();
  return kByCode[static_cast<size_t>(code)];
}

std::vector<std::string> HangulSyllables(absl::string_view native) {
  std::vector<std::string> syllables;
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({native.data(), static_cast<int32_t>(native.size())});
  for (int i = 0; i < text.length(); ++i) {
    const int index = text[i] - 0xAC00;
    if (index < 0 || index >= 11172) continue;
    syllables.push_back(absl::StrCat(kHangulInitial[index / 588], kHangulVowel[index % 588 / 28],
                                     kHangulFinal[index % 28]));
  }
  return syllables;
}

std::vector<std::string> Characters(absl::string_view native) {
  std::vector<std::string> characters;
  for (char c : native) {
    if ((c & 0xC0) != 0x80 || characters.empty()) characters.emplace_back();
    characters.back().push_back(c);
  }
  return characters;
}

}  // namespace probity::matching
