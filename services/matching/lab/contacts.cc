#include "services/matching/lab/contacts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/matching/distance.h"

namespace probity::matching::lab {
namespace {

// With or without the codes of country and town, numbers agree in what subscribers have.
constexpr size_t kSubscriberDigits = 8;
constexpr size_t kFewestDigits = 6;
constexpr Millibits kPhoneEqual = 9000;
constexpr Millibits kPhoneMistyped = 4000;
constexpr Millibits kAddressEqual = 6000;
constexpr Millibits kAddressAlike = 3000;
constexpr Millibits kOther = -500;
constexpr int kEqualAddress = 800;
constexpr int kAlikeAddress = 550;

std::string Digits(absl::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if (absl::ascii_isdigit(c)) digits.push_back(c);
  }
  const size_t from = digits.size() > kSubscriberDigits ? digits.size() - kSubscriberDigits : 0;
  return digits.substr(from);
}

std::optional<Millibits> ComparePhones(absl::string_view a, absl::string_view b) {
  std::string left = Digits(a);
  std::string right = Digits(b);
  const size_t length = std::min(left.size(), right.size());
  if (length < kFewestDigits) return std::nullopt;
  left = left.substr(left.size() - length);
  right = right.substr(right.size() - length);
  if (left == right) return kPhoneEqual;
  return EditDistance(left, right, 1) == 1 ? kPhoneMistyped : kOther;
}

// What addresses abbreviate, in the short form.
constexpr std::pair<absl::string_view, absl::string_view> kShort[] = {
    {"street", "st"}, {"road", "rd"},  {"avenue", "ave"}, {"av", "ave"},      {"drive", "dr"},
    {"lane", "ln"},   {"court", "ct"}, {"place", "pl"},   {"square", "sq"},   {"boulevard", "blvd"},
    {"north", "n"},   {"south", "s"},  {"east", "e"},     {"west", "w"},      {"apartment", "apt"},
    {"suite", "ste"}, {"unit", "apt"}, {"flat", "apt"},   {"highway", "hwy"}, {"strasse", "str"}};

std::vector<std::string> AddressWords(absl::string_view address) {
  std::vector<std::string> words(1);
  for (const char c : address) {
    const bool letter = absl::ascii_isalnum(c) || !absl::ascii_isascii(c);
    if (letter) {
      words.back().push_back(absl::ascii_tolower(c));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  for (std::string& word : words) {
    const auto* const known =
        absl::c_find_if(kShort, [&](const auto& row) { return row.first == word; });
    if (known != std::end(kShort)) word = std::string(known->second);
  }
  return words;
}

int WeightOf(absl::string_view word) { return absl::c_any_of(word, absl::ascii_isdigit) ? 2 : 1; }

bool SameWord(absl::string_view a, absl::string_view b) {
  if (a == b) return true;
  constexpr size_t kShortest = 5;
  return WeightOf(a) == 1 && std::min(a.size(), b.size()) >= kShortest &&
         EditDistance(a, b, 1) == 1;
}

int Weight(const std::vector<std::string>& words) {
  int weight = 0;
  for (const std::string& word : words) weight += WeightOf(word);
  return weight;
}

std::optional<Millibits> CompareAddresses(absl::string_view a, absl::string_view b) {
  if (AddressWords(a).empty() || AddressWords(b).empty()) return std::nullopt;
  const int similarity = SimilarityOfAddresses(a, b);
  if (similarity >= kEqualAddress) return kAddressEqual;
  return similarity >= kAlikeAddress ? kAddressAlike : kOther;
}

template <typename CompareTwo>
Millibits Best(const std::vector<std::string>& a, const std::vector<std::string>& b,
               CompareTwo compare) {
  std::optional<Millibits> best;
  for (const std::string& x : a) {
    for (const std::string& y : b) {
      const std::optional<Millibits> bits = compare(x, y);
      if (bits.has_value()) best = std::max(best.value_or(*bits), *bits);
    }
  }
  return best.value_or(0);
}

}  // namespace

int SimilarityOfAddresses(absl::string_view a, absl::string_view b) {
  const std::vector<std::string> left = AddressWords(a);
  std::vector<std::string> right = AddressWords(b);
  const int all = Weight(left) + Weight(right);
  int common = 0;
  for (const std::string& word : left) {
    const auto met = absl::c_find_if(right, [&](absl::string_view x) { return SameWord(word, x); });
    if (met == right.end()) continue;
    common += 2 * WeightOf(word);
    right.erase(met);
  }
  return all == 0 ? 0 : 1000 * common / all;
}

ContactEvidence CompareContacts(const Contacts& a, const Contacts& b) {
  return {.phone = Best(a.phones, b.phones, ComparePhones),
          .address = Best(a.addresses, b.addresses, CompareAddresses)};
}

std::string ContactText(const ContactEvidence& evidence) {
  std::string text;
  const auto add = [&](absl::string_view what, Millibits bits) {
    if (bits != 0) absl::StrAppendFormat(&text, "; %s %+.1f bits", what, bits / 1000.0);
  };
  add("telephone", evidence.phone);
  add("address", evidence.address);
  return text;
}

}  // namespace probity::matching::lab
