#include "services/matching/normalize.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/matching/name_rules.h"
#include "services/matching/romanised.h"
#include "services/matching/sort_unique.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

// A name's words before the rules of names.
struct Spelt {
  std::vector<Word> words{};
  bool cut = false;  // The name has more than these.
};

void Append(absl::string_view text, Tag tag, const Tables& tables, WordCache& cache, Spelt& name) {
  name.cut |= text.size() > kMaxNameLength;
  for (const RawWord& raw : SplitWords(text, tables)) {
    name.cut |= raw.cut;
    if (name.words.size() >= kMaxWords) {
      name.cut = true;
      return;
    }
    name.words.push_back(cache.Make(raw, tables));
    name.words.back().tag = tag;
  }
}

// "X, Y" has the family name first.
void TagByComma(absl::string_view full, const Tables& tables, std::vector<Word>& words) {
  if (words.empty() || !absl::StrContains(full, ',')) return;
  const std::vector<RawWord> raw = SplitWords(full, tables);
  const auto comma = absl::c_find_if(raw, [](const RawWord& word) { return word.comma_after; });
  const size_t family = comma - raw.begin() + 1;
  if (family >= raw.size() || words.size() != raw.size()) return;
  for (size_t i = 0; i < words.size(); ++i) words[i].tag = i < family ? Tag::kFamily : Tag::kGiven;
}

Spelt TaggedWords(const Name& name, const Tables& tables, WordCache& cache) {
  Spelt tagged;
  Append(name.given, Tag::kGiven, tables, cache, tagged);
  Append(name.patronymic, Tag::kPatronymic, tables, cache, tagged);
  Append(name.family, Tag::kFamily, tables, cache, tagged);
  if (tagged.words.empty()) {
    Append(name.full, Tag::kOpen, tables, cache, tagged);
    TagByComma(name.full, tables, tagged.words);
    return tagged;
  }
  // The full name may hold words that no part has.
  Spelt full;
  Append(name.full, Tag::kOpen, tables, cache, full);
  tagged.cut |= full.cut;
  for (Word& word : full.words) {
    const bool known =
        absl::c_any_of(tagged.words, [&](const Word& part) { return part.key == word.key; });
    if (known) continue;
    if (tagged.words.size() >= kMaxWords) {
      tagged.cut = true;
      break;
    }
    tagged.words.push_back(std::move(word));
  }
  return tagged;
}

std::string CountryCode(absl::string_view code) {
  const std::string upper = absl::AsciiStrToUpper(code);
  if (upper.size() != 2) return upper;
  const absl::string_view three = uloc_getISO3Country(absl::StrCat("und_", upper).c_str());
  return three.empty() ? upper : std::string(three);
}

std::vector<std::string> Countries(const std::vector<std::string>& codes, const Tables& tables) {
  std::vector<std::string> countries;
  for (size_t i = 0; i < codes.size() && i < kMaxNationalities; ++i) {
    const bool letters = absl::c_all_of(codes[i], absl::ascii_isalpha);
    if (!letters || codes[i].size() < 2 || codes[i].size() > 3) continue;
    countries.push_back(CountryCode(codes[i]));
    const auto found = tables.successors.find(countries.back());
    if (found != tables.successors.end()) {
      countries.insert(countries.end(), found->second.begin(), found->second.end());
    }
  }
  SortUnique(countries);
  return countries;
}

// Values that stand for "none" in many lists would make strangers equal.
bool IsGeneric(absl::string_view value) {
  if (value.size() < 4) return true;
  if (absl::c_all_of(value, [&](char c) { return c == value[0]; })) return true;
  static constexpr absl::string_view kNone[] = {"NONE",          "UNKNOWN", "NULL", "NOTKNOWN",
                                                "NOTAPPLICABLE", "TEST",    "XXXX"};
  if (absl::c_linear_search(kNone, value)) return true;
  return absl::StrContains("01234567890", value) || absl::StrContains("09876543210", value);
}

// Letters and digits of the first kMaxIdentifierLength characters, whole ones: an explanation shows
// them.
std::string IdentifierValue(absl::string_view given) {
  std::string value;
  const auto length =
      static_cast<int32_t>(std::min<size_t>(given.size(), 4 * kMaxIdentifierLength));
  int32_t at = 0;
  for (int i = 0; i < kMaxIdentifierLength && at < length; ++i) {
    const int32_t start = at;
    UChar32 c;
    U8_NEXT(given.data(), at, length, c);
    if (c < 0) continue;
    if (c >= 0x80) {
      value.append(given.data() + start, at - start);
    } else if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      value.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
    }
  }
  return value;
}

std::vector<Identifier> Identifiers(const std::vector<Identifier>& given) {
  std::vector<Identifier> identifiers;
  for (size_t i = 0; i < given.size() && i < kMaxIdentifiers; ++i) {
    Identifier clean{
        .type = given[i].type,
        .issuer = CountryCode(absl::string_view(given[i].issuer).substr(0, kMaxIdentifierLength)),
        .value = IdentifierValue(given[i].value)};
    if (!IsGeneric(clean.value)) identifiers.push_back(std::move(clean));
  }
  const auto key = [](const Identifier& id) { return std::tie(id.type, id.value, id.issuer); };
  absl::c_sort(identifiers, [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return identifiers;
}

std::vector<BirthDate> Births(const std::vector<BirthDate>& given) {
  std::vector<BirthDate> births;
  for (size_t i = 0; i < given.size() && i < kMaxBirths; ++i) {
    const BirthDate& birth = given[i];
    const bool sound =
        birth.year > 0 && birth.year <= 9999 && birth.month >= 0 && birth.month <= 12 &&
        birth.day >= 0 && birth.day <= 31 &&
        (birth.year_to == 0 || (birth.year_to >= birth.year && birth.year_to <= 9999));
    if (sound) births.push_back(birth);
  }
  return births;
}

// How many years the dates leave open, all together: none for a day or a month.
int YearsOpen(const std::vector<BirthDate>& births) {
  int years = 0;
  for (const BirthDate& birth : births) {
    if (birth.month != 0) continue;
    years +=
        birth.approximate ? 2 * kApproximateYears + 1 : std::max(birth.year_to - birth.year, 0) + 1;
  }
  return years;
}

// Two to four words of syllables, a family name first or last.
bool IsEastAsian(const std::vector<Word>& words) {
  constexpr size_t kMost = 4;
  return words.size() >= 2 && words.size() <= kMost &&
         absl::c_all_of(
             words,
             [](const Word& word) { return word.shape.folds || IsEastAsianFamily(word.latin); }) &&
         (IsEastAsianFamily(words.front().latin) || IsEastAsianFamily(words.back().latin));
}

int64_t LettersOf(const PreparedName& name) {
  constexpr size_t kLeast = 8;  // A short word costs its steps too.
  int64_t letters = 0;
  for (const NameWord& word : name.words) {
    letters += static_cast<int64_t>(std::max(word->latin.size(), kLeast));
  }
  return letters;
}

// Three to five short words, a family name first or last.
bool IsVietnamese(const std::vector<Word>& words) {
  constexpr size_t kLongest = 6;
  return words.size() >= 3 && words.size() <= 5 &&
         absl::c_all_of(words,
                        [](const Word& word) {
                          return word.script == Script::kLatin && word.latin.size() <= kLongest;
                        }) &&
         (IsVietnameseFamily(words.front().latin) || IsVietnameseFamily(words.back().latin));
}

}  // namespace

int64_t LettersOf(const Prepared& prepared) {
  int64_t letters = 0;
  for (const PreparedName& name : prepared.names) letters += LettersOf(name);
  return letters;
}

Word WordCache::Make(const RawWord& raw, const Tables& tables) {
  constexpr size_t kMost = 1 << 20;
  const auto found = words_.find(std::make_pair(raw.script, raw.native));
  if (found != words_.end()) return found->second;
  Word word = MakeWord(raw, tables);
  if (words_.size() < kMost) words_.emplace(std::make_pair(raw.script, raw.native), word);
  return word;
}

std::vector<PreparedName> PrepareName(const Name& name, const Tables& tables) {
  WordCache cache;
  return PrepareName(name, tables, cache);
}

std::vector<PreparedName> PrepareName(const Name& name, const Tables& tables, WordCache& cache) {
  const Spelt spelt = TaggedWords(name, tables, cache);
  const bool weak = name.kind == NameKind::kWeakAlias || name.kind == NameKind::kAsReported;
  std::vector<PreparedName> readings(MayBeForeign(spelt.words) ? 2 : 1);
  for (size_t i = 0; i < readings.size(); ++i) {
    PreparedName& prepared = readings[i];
    std::vector<Word> words = ApplyNameRules(spelt.words, tables, i > 0);
    prepared.weak = weak;
    prepared.east_asian = IsEastAsian(words);
    prepared.vietnamese = !prepared.east_asian && IsVietnamese(words);
    prepared.cut = spelt.cut || words.size() > kMaxWords;
    if (words.size() > kMaxWords) words.resize(kMaxWords);
    prepared.own = std::make_shared<const std::vector<Word>>(std::move(words));
    prepared.words.reserve(prepared.own->size());
    for (const Word& word : *prepared.own) prepared.words.push_back({&word, word.tag});
  }
  return readings;
}

Prepared Prepare(const Identity& identity, const Tables& tables) {
  WordCache cache;
  return Prepare(identity, tables, cache);
}

Prepared Prepare(const Identity& identity, const Tables& tables, WordCache& cache) {
  Prepared prepared;
  prepared.cut = identity.names.size() > kMaxNames;
  int64_t letters = 0;
  bool full = false;
  for (size_t i = 0; i < identity.names.size() && i < kMaxNames && !full; ++i) {
    for (PreparedName& name : PrepareName(identity.names[i], tables, cache)) {
      name.source = static_cast<int>(i);
      const int64_t more = LettersOf(name);
      full |= letters + more > kMaxNamesLength && !prepared.names.empty();
      prepared.cut |= name.cut || full;
      if (name.words.empty() || full) continue;
      letters += more;
      prepared.names.push_back(std::move(name));
    }
  }
  prepared.births = Births(identity.births);
  prepared.nationalities = Countries(identity.nationalities, tables);
  prepared.sex = identity.sex;
  prepared.identifiers = Identifiers(identity.identifiers);
  return prepared;
}

IdentityQuality Assess(const Identity& identity) {
  bool letters = false;
  bool readable = false;
  for (const Name& name : identity.names) {
    for (const std::string* text : {&name.full, &name.given, &name.patronymic, &name.family}) {
      const int32_t length =
          static_cast<int32_t>(std::min<size_t>(text->size(), 4 * kMaxNameLength));
      int run = 0;  // Letters of the word so far: an initial alone is no word.
      for (int32_t at = 0; at < length;) {
        UChar32 c;
        U8_NEXT(text->data(), at, length, c);
        const bool mark = c > 0 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
        if (c > 0 && u_isalpha(c)) {
          ++run;
        } else if (!mark) {
          run = 0;
        }
        if (run < 2 || c <= 0 || mark) continue;
        letters = true;
        readable |= ScriptOf(static_cast<char32_t>(c)) != Script::kUnknown;
      }
    }
  }
  if (!letters) return IdentityQuality::kNameUnusable;
  if (!readable) return IdentityQuality::kScriptWithoutTables;
  const std::vector<BirthDate> births = Births(identity.births);
  const bool born = !births.empty() && YearsOpen(births) <= kMostBirthYears;
  const bool nothing_else = !born && Identifiers(identity.identifiers).empty();
  return nothing_else ? IdentityQuality::kLacksBirthAndIdentifier : IdentityQuality::kSufficient;
}

}  // namespace probity::matching
