#include "services/matching/name_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/matching/sound.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr absl::string_view kAlif = "ال";
constexpr absl::string_view kAbdArabic = "عبد";

// The words that "abd" forms its name with: "servant of".
constexpr absl::string_view kAbdForms[] = {"abd",    "abdul",  "abdel", "abdal", "abdol", "abdil",
                                           "abdoul", "abdoel", "abdu",  "abdur", "abdus", "abdun",
                                           "abdush", "abduz",  "abdud", "abdut", "abdi"};
constexpr absl::string_view kArticles[] = {"al", "el", "ul", "ar", "ur",  "er",  "as",
                                           "us", "es", "an", "un", "ash", "ush", "az",
                                           "uz", "at", "ad", "ud", "il",  "ol"};

// What a name ends in that is written in two words or one: "of the faith", "of God".
constexpr absl::string_view kDin[] = {"din",    "deen",  "dine",  "dein", "uddin", "eddin",
                                      "eddine", "addin", "aldin", "udin", "uddeen"};
constexpr absl::string_view kUllah[] = {"ullah", "ollah", "ulla", "ulah", "allah"};

constexpr absl::string_view kHangulCompounds[] = {"남궁", "황보", "제갈", "선우", "독고", "사공"};
constexpr absl::string_view kHanCompounds[] = {"欧阳", "司马", "诸葛", "上官", "司徒",
                                               "东方", "皇甫", "尉迟", "公孙", "慕容",
                                               "令狐", "夏侯", "长孙", "宇文"};

// `word` with other text, its tag kept.
Word Renamed(const Word& word, std::string native, Script script, const Tables& tables) {
  Word renamed = MakeWord({.native = std::move(native), .script = script}, tables);
  renamed.tag = word.tag;
  return renamed;
}

// What follows "abd" in one word, or nothing: "abdurrahman" gives "rahman".
absl::string_view AfterAbd(absl::string_view word) {
  // Somali writes the letter ayn as c.
  if (absl::StartsWith(word, "cabd")) word.remove_prefix(1);
  if (!absl::StartsWith(word, "abd")) return "";
  absl::string_view rest = word.substr(3);
  if (rest.empty() || !IsVowel(rest[0])) return "";
  while (!rest.empty() && IsVowel(rest[0])) rest.remove_prefix(1);
  if (absl::StartsWith(rest, "l")) {
    rest.remove_prefix(1);
  } else if (rest.size() > 1 && rest[0] == rest[1]) {
    rest.remove_prefix(1);
  }
  // West and East Africa write "Abdoulaye", "Abdulai", "Abdullahi".
  static constexpr absl::string_view kGod[] = {"lah", "la", "l",    "ah",  "aye",
                                               "ai",  "ay", "lahi", "ahi", "laahi"};
  if (absl::c_linear_search(kGod, rest)) return "allah";
  return rest.size() >= 3 ? rest : "";
}

// "abd" with what follows it, under the spelling that was there.
Word AbdWord(const Word& first, absl::string_view rest, std::string native, const Tables& tables) {
  const bool god = rest == "lah" || rest == "ullah" || rest == "llah" || rest == "ollah";
  Word word = MakeAbdWord(god ? "allah" : rest, tables);
  word.native = std::move(native);
  word.tag = first.tag;
  return word;
}

size_t CountNames(const Words& words) {
  return absl::c_count_if(words, [](const Word& word) {
    return word.role == Role::kName || word.role == Role::kInitial;
  });
}

bool AllOf(const Words& words, Script script) {
  return !words.empty() &&
         absl::c_all_of(words, [&](const Word& word) { return word.script == script; });
}

// Splits a name in characters of its own script into family and given name.
Words SplitFamily(Words words, Script script, absl::Span<const absl::string_view> compounds,
                  const Tables& tables) {
  if (!AllOf(words, script)) return words;
  std::string whole;
  size_t characters = 0;
  for (const Word& word : words) {
    const size_t count = Characters(word.native).size();
    // Written apart by whoever knew the parts, unless every syllable stands alone.
    if (words.size() > 1 && (count > 1 || words.size() == 2)) return words;
    characters += count;
    whole += word.native;
  }
  if (characters < 2 || characters > 4) return words;
  const bool compound = characters > 2 && absl::c_any_of(compounds, [&](absl::string_view family) {
                          return absl::StartsWith(whole, family);
                        });
  const std::vector<std::string> parts = Characters(whole);
  const size_t cut = compound ? 2 : 1;
  const auto join = [&](size_t from, size_t to) {
    return absl::StrJoin(parts.begin() + from, parts.begin() + to, "");
  };
  Words split = {Renamed(words[0], join(0, cut), script, tables),
                 Renamed(words[0], join(cut, parts.size()), script, tables)};
  split[0].tag = Tag::kFamily;
  split[1].tag = Tag::kGiven;
  return split;
}

}  // namespace

Words SplitArabicArticle(Words words, const Tables& tables) {
  Words split;
  for (Word& word : words) {
    const bool article = word.script == Script::kAbjad && absl::StartsWith(word.native, kAlif) &&
                         word.native.size() >= kAlif.size() + 4 && word.native != "الله";
    if (article) {
      split.push_back(Renamed(word, std::string(kAlif), Script::kAbjad, tables));
      word = Renamed(word, word.native.substr(kAlif.size()), Script::kAbjad, tables);
    }
    split.push_back(std::move(word));
  }
  return split;
}

Words JoinAbd(Words words, const Tables& tables) {
  Words joined;
  for (size_t i = 0; i < words.size(); ++i) {
    Word& word = words[i];
    if (word.script == Script::kAbjad) {
      size_t next = i + 1;
      const bool apart =
          word.native == kAbdArabic && next < words.size() && words[next].script == Script::kAbjad;
      if (apart && next < words.size() && words[next].native == kAlif) ++next;
      if (apart && next < words.size()) {
        word = Renamed(word, absl::StrCat(kAbdArabic, words[next].native), Script::kAbjad, tables);
        i = next;
      } else if (const std::string prefix = absl::StrCat(kAbdArabic, kAlif);
                 absl::StartsWith(word.native, prefix) && word.native.size() >= prefix.size() + 4) {
        word = Renamed(word, absl::StrCat(kAbdArabic, word.native.substr(prefix.size())),
                       Script::kAbjad, tables);
      }
    } else if (absl::c_linear_search(kAbdForms, word.latin)) {
      size_t next = i + 1;
      if (next + 1 < words.size() && absl::c_linear_search(kArticles, words[next].latin)) ++next;
      // "Abdi Hassan" and "Abdu Bello" are two names: those two need an article.
      const bool name_itself = word.latin == "abdi" || word.latin == "abdu";
      const bool joins = next < words.size() && words[next].script == word.script &&
                         words[next].latin.size() > 2 && (!name_itself || next > i + 1);
      if (joins) {
        std::string native = absl::StrCat(word.native, " ", words[next].native);
        word = AbdWord(word, words[next].latin, std::move(native), tables);
        i = next;
      }
    } else if (const absl::string_view rest = AfterAbd(word.latin); !rest.empty()) {
      word = AbdWord(word, rest, word.native, tables);
    }
    joined.push_back(std::move(word));
  }
  return joined;
}

Words JoinDin(Words words, const Tables& tables) {
  Words joined;
  for (Word& word : words) {
    const bool article =
        joined.size() > 1 &&
        (joined.back().native == kAlif || absl::c_linear_search(kArticles, joined.back().latin));
    const bool din = word.script == Script::kAbjad ? article && word.native == "دين"
                                                   : absl::c_linear_search(kDin, word.latin);
    const bool god = word.script == Script::kAbjad ? word.native == "الله"
                                                   : absl::c_linear_search(kUllah, word.latin);
    const bool apart =
        joined.empty() || joined[joined.size() - (article ? 2 : 1)].script != word.script;
    if (apart || (!din && !god)) {
      joined.push_back(std::move(word));
      continue;
    }
    if (article) joined.pop_back();
    Word& first = joined.back();
    const absl::string_view ending = word.script == Script::kAbjad ? absl::string_view(word.native)
                                     : din                         ? "uddin"
                                                                   : "ullah";
    const bool abjad = word.script == Script::kAbjad;
    std::string native = absl::StrCat(first.native, " ", word.native);
    first = Renamed(first, absl::StrCat(abjad ? first.native : first.latin, ending), word.script,
                    tables);
    first.native = std::move(native);
  }
  return joined;
}

Words SplitHangulFamily(Words words, const Tables& tables) {
  return SplitFamily(std::move(words), Script::kHangul, kHangulCompounds, tables);
}

Words SplitHanFamily(Words words, const Tables& tables) {
  return SplitFamily(std::move(words), Script::kHan, kHanCompounds, tables);
}

Words MarkInitials(Words words, const Tables&) {
  for (Word& word : words) {
    const bool alphabet = word.script == Script::kLatin || word.script == Script::kAlphabet;
    if (alphabet && Characters(word.native).size() == 1) word.role = Role::kInitial;
  }
  return words;
}

Words MarkParticles(Words words, const Tables& tables) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (i == 0 && words.size() == 2) continue;
    const bool native = words[i].script == Script::kAbjad;
    const auto found = tables.particles.find(native ? words[i].native : words[i].latin);
    if (found == tables.particles.end()) continue;
    words[i].role = found->second == Particle::kLink ? Role::kLink : Role::kParticle;
  }
  // An Arabic article is one wherever it stands.
  for (Word& word : words) {
    if (word.native == kAlif) word.role = Role::kParticle;
  }
  return words;
}

Words MarkTitles(Words words, const Tables& tables) {
  size_t names = CountNames(words);
  for (Word& word : words) {
    if (names <= 2) break;
    if (word.role != Role::kName || word.tag == Tag::kFamily) continue;
    const bool native = word.script == Script::kAbjad;
    if (!tables.titles.contains(native ? word.native : word.latin)) continue;
    word.role = Role::kTitle;
    --names;
  }
  return words;
}

bool MayBeForeign(const Words& words) {
  return words.size() == 1 && Characters(words[0].native).size() >= 2 &&
         (words[0].script == Script::kHangul || words[0].script == Script::kHan);
}

Words ApplyNameRules(Words words, const Tables& tables, bool foreign) {
  for (auto* const rule : {SplitArabicArticle, JoinAbd, JoinDin}) {
    words = rule(std::move(words), tables);
  }
  if (!foreign) words = SplitHanFamily(SplitHangulFamily(std::move(words), tables), tables);
  for (auto* const rule : {MarkInitials, MarkParticles, MarkTitles}) {
    words = rule(std::move(words), tables);
  }
  for (Word& word : words) {
    if (word.role == Role::kName || word.role == Role::kInitial) continue;
    word.worth = word.worth * tables.weights.particle_share / 1000;
  }
  return words;
}

}  // namespace probity::matching
