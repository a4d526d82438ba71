#include "services/matching/identity.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace probity::matching {
namespace {

// What is wrong with a text, or empty.
absl::string_view TextProblem(absl::string_view text, int max_characters) {
  const char* bytes = text.data();
  const int32_t length =
      static_cast<int32_t>(std::min<size_t>(text.size(), 4 * max_characters + 4));
  int32_t at = 0;
  int characters = 0;
  while (at < length) {
    UChar32 c;
    U8_NEXT(bytes, at, length, c);
    if (++characters > max_characters) return "is too long";
    if (c < 0) return "is not valid UTF-8";
    if (u_charType(c) == U_CONTROL_CHAR) return "has control characters";
    if (c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
        (c >= 0x2066 && c <= 0x2069)) {
      return "has characters that change the direction of writing";
    }
  }
  return "";
}

// Of what is UTF-8, the code points.
int64_t Characters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

bool HasLetter(absl::string_view text) {
  int32_t at = 0;
  const int32_t length = static_cast<int32_t>(std::min<size_t>(text.size(), 4 * kMaxNameLength));
  while (at < length) {
    UChar32 c;
    U8_NEXT(text.data(), at, length, c);
    if (c > 0 && u_isalpha(c)) return true;
  }
  return false;
}

int DaysIn(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

absl::string_view BirthProblem(const BirthDate& birth) {
  if (birth.year < 1 || birth.year > 9999) return "has no year between 1 and 9999";
  if (birth.month < 0 || birth.month > 12) return "has no such month";
  if (birth.day != 0 && birth.month == 0) return "has a day without a month";
  if (birth.day < 0 || (birth.day > 0 && birth.day > DaysIn(birth.year, birth.month))) {
    return "is no day of the calendar";
  }
  if (birth.year_to == 0) return "";
  if (birth.month != 0) return "is a range of years with a month";
  if (birth.year_to < birth.year || birth.year_to > 9999)
    return "is a range that ends before it begins";
  return "";
}

class Checker {
 public:
  void Names(const std::vector<Name>& names) {
    if (names.size() > kMaxNames) return Add("names", "are too many");
    int64_t length = 0;
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string path = absl::StrCat("names[", i, "]");
      const std::pair<const char*, const std::string*> fields[] = {
          {"full", &names[i].full},
          {"given", &names[i].given},
          {"patronymic", &names[i].patronymic},
          {"family", &names[i].family}};
      bool letters = false;
      bool sound = true;
      for (const auto& [field, text] : fields) {
        const absl::string_view problem = TextProblem(*text, kMaxNameLength);
        if (!problem.empty()) Add(absl::StrCat(path, ".", field), problem);
        sound &= problem.empty();
        letters |= HasLetter(*text);
        length += std::min<int64_t>(Characters(*text), kMaxNameLength);
      }
      if (sound && !letters) Add(path, "has no letter");
    }
    if (length > kMaxNamesLength) Add("names", "are too long together");
  }

  void Births(const std::vector<BirthDate>& births) {
    if (births.size() > kMaxBirths) return Add("births", "are too many");
    for (size_t i = 0; i < births.size(); ++i) {
      const absl::string_view problem = BirthProblem(births[i]);
      if (!problem.empty()) Add(absl::StrCat("births[", i, "]"), problem);
    }
  }

  void Nationalities(const std::vector<std::string>& codes) {
    if (codes.size() > kMaxNationalities) return Add("nationalities", "are too many");
    for (size_t i = 0; i < codes.size(); ++i) {
      const bool letters = std::all_of(codes[i].begin(), codes[i].end(), absl::ascii_isupper);
      if (!letters || codes[i].size() < 2 || codes[i].size() > 3) {
        Add(absl::StrCat("nationalities[", i, "]"), "is no ISO 3166-1 code");
      }
    }
  }

  void Identifiers(const std::vector<Identifier>& identifiers) {
    if (identifiers.size() > kMaxIdentifiers) return Add("identifiers", "are too many");
    for (size_t i = 0; i < identifiers.size(); ++i) {
      const std::string path = absl::StrCat("identifiers[", i, "]");
      const Identifier& identifier = identifiers[i];
      absl::string_view problem = TextProblem(identifier.value, kMaxIdentifierLength);
      const auto& value = identifier.value;
      if (problem.empty() && std::none_of(value.begin(), value.end(), absl::ascii_isalnum)) {
        problem = "has no letter and no digit";
      }
      if (!problem.empty()) Add(absl::StrCat(path, ".value"), problem);
      problem = TextProblem(identifier.issuer, kMaxIdentifierLength);
      if (!problem.empty()) Add(absl::StrCat(path, ".issuer"), problem);
    }
  }

  std::vector<Violation> Take() { return std::move(found_); }

 private:
  void Add(absl::string_view field, absl::string_view problem) {
    found_.push_back({std::string(field), problem});
  }
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> CheckIdentity(const Identity& identity) {
  Checker checker;
  checker.Names(identity.names);
  checker.Births(identity.births);
  checker.Nationalities(identity.nationalities);
  checker.Identifiers(identity.identifiers);
  return checker.Take();
}

}  // namespace probity::matching
