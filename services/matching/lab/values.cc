#include "services/matching/lab/values.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace probity::matching::lab {
namespace {

// Digits alone, so many at most. -1 if it is anything else.
int Number(absl::string_view text, size_t most) {
  if (text.empty() || text.size() > most) return -1;
  if (!absl::c_all_of(text, absl::ascii_isdigit)) return -1;
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : -1;
}

// "mar", "March": 3. -1 if it is no month.
int MonthOf(absl::string_view text) {
  static constexpr absl::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower.size() < 3) return -1;
  for (int i = 0; i < 12; ++i) {
    if (absl::StartsWith(kMonths[i], lower)) return i + 1;
  }
  return -1;
}

std::vector<BirthDate> IfPossible(const std::vector<BirthDate>& dates) {
  std::vector<BirthDate> possible;
  for (const BirthDate& date : dates) {
    if (CheckIdentity({.names = {{.full = "x"}}, .births = {date}}).empty()) {
      possible.push_back(date);
    }
  }
  return possible;
}

std::vector<BirthDate> ParseSlashes(const std::vector<std::string>& parts) {
  const int a = Number(parts[0], 4);
  const int b = Number(parts[1], 2);
  const int c = Number(parts[2], 4);
  if (a < 0 || b < 0 || c < 0) return {};
  if (parts[0].size() == 4) return IfPossible({{a, b, c}});
  if (parts[2].size() != 4) return {};
  if (a == b) return IfPossible({{c, a, b}});
  return IfPossible({{c, b, a}, {c, a, b}});
}

std::vector<BirthDate> ParseWords(const std::vector<std::string>& parts) {
  if (parts.size() == 2) {
    const int month = MonthOf(parts[0]);
    const int year = Number(parts[1], 4);
    return month > 0 && year > 0 ? IfPossible({{year, month}}) : std::vector<BirthDate>();
  }
  const bool day_first = MonthOf(parts[1]) > 0;
  const int month = MonthOf(day_first ? parts[1] : parts[0]);
  const int day = Number(absl::StripSuffix(day_first ? parts[0] : parts[1], ","), 2);
  const int year = Number(parts[2], 4);
  if (month < 0 || day < 1 || year < 0) return {};
  return IfPossible({{year, month, day}});
}

std::vector<BirthDate> ParseDashes(const std::vector<std::string>& parts) {
  BirthDate date{.year = Number(parts[0], 4)};
  if (parts.size() > 1) date.month = Number(parts[1], 2);
  if (parts.size() > 2) date.day = Number(parts[2], 2);
  if (date.month == 0 && parts.size() > 1) date.month = -1;
  if (date.day == 0 && parts.size() > 2) date.day = -1;
  return IfPossible({date});
}

std::vector<BirthDate> ParseDigits(absl::string_view text) {
  if (text.size() == 4) return IfPossible({{Number(text, 4)}});
  return IfPossible(
      {{Number(text.substr(0, 4), 4), Number(text.substr(4, 2), 2), Number(text.substr(6, 2), 2)}});
}

std::string Fold(absl::string_view text) {
  std::string folded;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())})
      .foldCase()
      .toUTF8String(folded);
  return std::string(absl::StripAsciiWhitespace(folded));
}

// As the United Nations, older lists or everyday speech have it, where ICU has another name.
constexpr std::pair<absl::string_view, absl::string_view> kOtherNames[] = {
    {"bolivia (plurinational state of)", "BOL"},
    {"burma", "MMR"},
    {"cape verde", "CPV"},
    {"china", "CHN"},
    {"congo", "COG"},
    {"cote d'ivoire", "CIV"},
    {"czech republic", "CZE"},
    {"czechoslovakia", "CSK"},
    {"democratic people's republic of korea", "PRK"},
    {"democratic republic of the congo", "COD"},
    {"east germany", "DDR"},
    {"east timor", "TLS"},
    {"england", "GBR"},
    {"german democratic republic", "DDR"},
    {"great britain", "GBR"},
    {"holy see", "VAT"},
    {"hong kong", "HKG"},
    {"iran (islamic republic of)", "IRN"},
    {"islamic republic of iran", "IRN"},
    {"ivory coast", "CIV"},
    {"korea, north", "PRK"},
    {"korea, south", "KOR"},
    {"lao people's democratic republic", "LAO"},
    {"macao", "MAC"},
    {"macau", "MAC"},
    {"macedonia", "MKD"},
    {"micronesia (federated states of)", "FSM"},
    {"myanmar", "MMR"},
    {"palestine", "PSE"},
    {"republic of korea", "KOR"},
    {"republic of moldova", "MDA"},
    {"russian federation", "RUS"},
    {"sao tome and principe", "STP"},
    {"serbia and montenegro", "SCG"},
    {"soviet union", "SUN"},
    {"state of palestine", "PSE"},
    {"swaziland", "SWZ"},
    {"syrian arab republic", "SYR"},
    {"the gambia", "GMB"},
    {"turkey", "TUR"},
    {"turkiye", "TUR"},
    {"uk", "GBR"},
    {"united kingdom of great britain and northern ireland", "GBR"},
    {"united republic of tanzania", "TZA"},
    {"united states of america", "USA"},
    {"ussr", "SUN"},
    {"venezuela (bolivarian republic of)", "VEN"},
    {"viet nam", "VNM"},
    {"yugoslavia", "YUG"},
    {"zaire", "ZAR"},
};

using CountryNames = std::map<std::string, std::string>;

CountryNames MakeCountryNames() {
  CountryNames names;
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    const std::string locale = std::string("und_") + *code;
    UErrorCode error = U_ZERO_ERROR;
    char16_t name[200];
    const int32_t length = uloc_getDisplayCountry(locale.c_str(), "en", name, 200, &error);
    if (U_FAILURE(error)) continue;
    std::string text;
    icu::UnicodeString(name, length).toUTF8String(text);
    // "Bosnia & Herzegovina" is "and" to everybody else, and "St. Lucia" is "Saint".
    const std::string everyday =
        absl::StrReplaceAll(Fold(text), {{" & ", " and "}, {"st. ", "saint "}});
    names.emplace(Fold(text), uloc_getISO3Country(locale.c_str()));
    names.emplace(everyday, uloc_getISO3Country(locale.c_str()));
  }
  for (const auto& [name, code] : kOtherNames) names.emplace(name, code);
  return names;
}

}  // namespace

std::vector<BirthDate> ParseBirthDates(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (const size_t time = text.find('T'); time == 10 && text[4] == '-') text = text.substr(0, time);
  if (absl::ConsumePrefix(&text, "~")) {
    const int year = Number(text, 4);
    return IfPossible({{.year = year, .approximate = true}});
  }
  if (const size_t range = text.find(".."); range != absl::string_view::npos) {
    const int to = Number(text.substr(range + 2), 4);
    if (to < 1) return {};
    return IfPossible({{.year = Number(text.substr(0, range), 4), .year_to = to}});
  }
  if ((text.size() == 8 || text.size() == 4) && absl::c_all_of(text, absl::ascii_isdigit)) {
    return ParseDigits(text);
  }
  for (const char separator : {'/', '.'}) {
    const std::vector<std::string> parts = absl::StrSplit(text, separator);
    if (parts.size() == 3) return ParseSlashes(parts);
  }
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.size() == 2 || words.size() == 3) return ParseWords(words);
  const std::vector<std::string> dashes = absl::StrSplit(text, '-');
  return dashes.size() <= 3 ? ParseDashes(dashes) : std::vector<BirthDate>();
}

std::optional<std::string> ParseCountry(absl::string_view text) {
  static const CountryNames* const names = new CountryNames(MakeCountryNames());
  const std::string folded = Fold(text);
  const std::string upper = absl::AsciiStrToUpper(folded);
  const bool letters = absl::c_all_of(upper, absl::ascii_isupper);
  if (upper.size() == 2 && letters) {
    const absl::string_view code = uloc_getISO3Country(("und_" + upper).c_str());
    if (!code.empty()) return std::string(code);
  }
  if (const auto found = names->find(folded); found != names->end()) return found->second;
  if (upper.size() == 3 && letters) return upper;
  return std::nullopt;
}

Sex ParseSex(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  if (lower == "m" || lower == "male") return Sex::kMale;
  if (lower == "f" || lower == "female") return Sex::kFemale;
  return Sex::kUnknown;
}

std::string KeyForPeople(absl::string_view key) {
  const auto plain = [](char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-'; };
  if (key.empty() || key.size() > 40 || !absl::c_all_of(key, plain)) return "(no plain word)";
  return std::string(key);
}

}  // namespace probity::matching::lab
