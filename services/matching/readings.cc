#include "services/matching/readings.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxSounds = 64;
constexpr size_t kMaxUnits = 96;
constexpr Millibits kMostCost = 30'000;

bool IsSyllable(char32_t c) { return c >= 0xAC00 && c < 0xAC00 + 11172; }

// A syllable of Hangul as its letters.
void AppendJamo(char32_t syllable, std::vector<char32_t>& units) {
  const char32_t index = syllable - 0xAC00;
  units.push_back(0x1100 + index / 588);
  units.push_back(0x1161 + index % 588 / 28);
  if (index % 28 != 0) units.push_back(0x11A7 + index % 28);
}

std::optional<Millibits> ParseCost(absl::string_view text) {
  Millibits cost = 0;
  if (!absl::SimpleAtoi(text, &cost) || cost < 0) return std::nullopt;
  return cost;
}

bool IsReading(absl::string_view text) {
  return text == "-" || (text.size() <= kMaxReading && absl::c_all_of(text, absl::ascii_islower));
}

}  // namespace

std::vector<char32_t> UnitsOf(absl::string_view native) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({native.data(), static_cast<int32_t>(native.size())});
  std::vector<char32_t> units;
  for (int i = 0; i < text.length() && units.size() < kMaxUnits; i = text.moveIndex32(i, 1)) {
    const auto c = static_cast<char32_t>(text.char32At(i));
    if (IsSyllable(c)) {
      AppendJamo(c, units);
    } else {
      units.push_back(c);
    }
  }
  return units;
}

absl::StatusOr<Readings> Readings::Parse(absl::string_view text) {
  Readings readings;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const auto malformed = [&] {
      return absl::InternalError(absl::StrCat("readings.txt: line ", number, " is malformed"));
    };
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ');
    if (fields.size() % 2 == 0) {
      const std::optional<Millibits> cost = ParseCost(fields[1]);
      if (fields.size() != 2 || fields[0] != "unheard" || !cost.has_value()) return malformed();
      readings.unheard_ = *cost;
      continue;
    }
    const icu::UnicodeString unit =
        icu::UnicodeString::fromUTF8({fields[0].data(), static_cast<int32_t>(fields[0].size())});
    if (unit.countChar32() != 1 || unit.char32At(0) == 0xFFFD || fields.size() < 3) {
      return malformed();
    }
    std::vector<Reading>& known = readings.units_[static_cast<char32_t>(unit.char32At(0))];
    for (size_t i = 1; i < fields.size(); i += 2) {
      const std::optional<Millibits> cost = ParseCost(fields[i + 1]);
      if (!IsReading(fields[i]) || !cost.has_value()) return malformed();
      known.push_back({fields[i] == "-" ? 0 : PackSounds(fields[i]), *cost});
    }
    absl::c_sort(known, [](const Reading& a, const Reading& b) { return a.sounds < b.sounds; });
  }
  if (readings.unheard_ == 0) return absl::InternalError("readings.txt: says no cost of unheard");
  readings.AddSpellings();
  return readings;
}

bool Readings::Knows(const std::vector<char32_t>& units) const {
  return absl::c_any_of(units, [&](char32_t unit) { return units_.contains(unit); });
}

Millibits Readings::Cost(const std::vector<char32_t>& units, absl::string_view sound,
                         Millibits limit) const {
  sound = sound.substr(0, kMaxSounds);
  std::array<Millibits, kMaxSounds + 1> before;
  std::array<Millibits, kMaxSounds + 1> row;
  constexpr Millibits kFar = std::numeric_limits<Millibits>::max() / 2;
  before.fill(kFar);
  before[0] = 0;
  static const std::vector<Reading> kNone;
  for (const char32_t unit : units) {
    const auto found = units_.find(unit);
    const std::vector<Reading>& known = found == units_.end() ? kNone : found->second;
    row.fill(kFar);
    Millibits least = kFar;
    for (size_t j = 0; j <= sound.size(); ++j) {
      if (before[j] > limit) continue;
      uint32_t packed = 0;
      for (size_t length = 0; length <= kMaxReading && j + length <= sound.size(); ++length) {
        if (length > 0) {
          packed = packed << 5 | static_cast<uint32_t>(sound[j + length - 1] - 'a' + 1);
        }
        const auto reading =
            std::lower_bound(known.begin(), known.end(), packed,
                             [](const Reading& r, uint32_t key) { return r.sounds < key; });
        Millibits cost = 0;
        if (reading != known.end() && reading->sounds == packed) {
          cost = reading->cost;
        } else if (length <= 2) {
          cost = unheard_ * static_cast<Millibits>(std::max<size_t>(length, 1));
        } else {
          continue;
        }
        row[j + length] = std::min(row[j + length], before[j] + cost);
        least = std::min(least, row[j + length]);
      }
    }
    if (least > limit) return limit + 1;
    std::swap(before, row);
  }
  return std::min(before[sound.size()], limit + 1);
}

Millibits Readings::CostOfSpelling(absl::string_view latin, absl::string_view sound,
                                   Millibits limit) const {
  latin = latin.substr(0, kMaxSounds);
  sound = sound.substr(0, kMaxSounds);
  constexpr Millibits kFar = std::numeric_limits<Millibits>::max() / 2;
  // Of which cells [begin, end) can still be reached within the limit.
  std::array<Millibits, kMaxSounds + kLongestSpelling + 1> before;
  std::array<Millibits, kMaxSounds + kLongestSpelling + 1> row;
  before[0] = 0;
  size_t begin = 0;
  size_t end = 1;
  for (const char letter : latin) {
    const auto& costs = spellings_[letter - 'a'];
    const size_t row_end = std::min(end + kLongestSpelling, sound.size() + 1);
    std::fill(row.begin() + begin, row.begin() + row_end, kFar);
    for (size_t j = begin; j < end; ++j) {
      uint32_t packed = 0;
      for (size_t length = 0; length <= kLongestSpelling && j + length < row_end; ++length) {
        if (length > 0)
          packed = packed << 5 | static_cast<uint32_t>(sound[j + length - 1] - 'a' + 1);
        row[j + length] = std::min(row[j + length], before[j] + costs[packed]);
      }
    }
    end = row_end;
    while (end > begin && row[end - 1] > limit) --end;
    while (begin < end && row[begin] > limit) ++begin;
    if (begin == end) return limit + 1;
    std::swap(before, row);
  }
  return end > sound.size() ? before[sound.size()] : limit + 1;
}

void Readings::AddSpellings() {
  const auto unheard = static_cast<uint16_t>(std::min(unheard_, kMostCost));
  spellings_.resize(26);
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    auto& costs = spellings_[letter - 'a'];
    costs.fill(static_cast<uint16_t>(2 * unheard));
    for (uint32_t one = 0; one < 1 << 5; ++one) costs[one] = unheard;
    const auto known = units_.find(static_cast<char32_t>(letter));
    if (known == units_.end()) continue;
    for (const Reading& reading : known->second) {
      if (reading.sounds < costs.size()) {
        costs[reading.sounds] = static_cast<uint16_t>(std::min(reading.cost, kMostCost));
      }
    }
  }
}

}  // namespace probity::matching
