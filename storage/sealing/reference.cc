#include "storage/sealing/reference.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"
#include "sodium.h"
#include "storage/big_endian.h"

namespace probity::sealing {
namespace {

constexpr absl::string_view kPrefix = "PRB-";
constexpr size_t kYearDigits = 4;
constexpr int kFewestDigits = 5;
constexpr int kMostDigits = 12;
constexpr int kRounds = 10;

// The numbers with as many digits: from `first`, `count` of them. The shortest begin at 0.
struct Range {
  int digits;
  int64_t first;
  int64_t count;
};

Range RangeOf(int digits) {
  int64_t end = 1;
  for (int i = 0; i < digits; ++i) end *= 10;
  const int64_t first = digits == kFewestDigits ? 0 : end / 10;
  return {digits, first, end - first};
}

// A permutation of [0, range.count): an unbalanced Feistel network over pairs (left < rows,
// right < columns), walked until it falls into the range, which it almost always does at once.
class Permutation {
 public:
  Permutation(const SecretKey& key, absl::string_view mission, int year, const Range& range)
      : range_(range),
        rows_(static_cast<int64_t>(std::ceil(std::sqrt(static_cast<double>(range.count))))),
        columns_((range.count + rows_ - 1) / rows_) {
    std::string context = "probity-reference/v1";
    context.push_back('\0');
    storage::AppendBigEndian(context, static_cast<uint16_t>(year));
    storage::AppendBigEndian(context, static_cast<uint16_t>(range.digits));
    context.append(mission.data(), mission.size());
    crypto_generichash(round_key_.data(), SecretKey::kBytes,
                       reinterpret_cast<const unsigned char*>(context.data()), context.size(),
                       key.data(), SecretKey::kBytes);
  }

  int64_t Forward(int64_t value) const {
    do {
      int64_t left = value / columns_;
      int64_t right = value % columns_;
      for (int round = 0; round < kRounds; round += 2) {
        left = (left + Round(round, right, rows_)) % rows_;
        right = (right + Round(round + 1, left, columns_)) % columns_;
      }
      value = left * columns_ + right;
    } while (value >= range_.count);
    return value;
  }

  int64_t Backward(int64_t value) const {
    do {
      int64_t left = value / columns_;
      int64_t right = value % columns_;
      for (int round = kRounds - 2; round >= 0; round -= 2) {
        right = (right + columns_ - Round(round + 1, left, columns_)) % columns_;
        left = (left + rows_ - Round(round, right, rows_)) % rows_;
      }
      value = left * columns_ + right;
    } while (value >= range_.count);
    return value;
  }

 private:
  // 64 bits of BLAKE2b modulo at most 10^6: even to 14 digits.
  int64_t Round(int round, int64_t half, int64_t modulus) const {
    std::string input(1, static_cast<char>(round));
    storage::AppendBigEndian(input, half);
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash;
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(input.data()), input.size(),
                       round_key_.data(), SecretKey::kBytes);
    return static_cast<int64_t>(storage::LoadBigEndian<uint64_t>(hash.data()) %
                                static_cast<uint64_t>(modulus));
  }

  const Range range_;
  const int64_t rows_;
  const int64_t columns_;
  SecretKey round_key_;
};

absl::Status NotAReference() {
  return InvalidArgument("a reference has the wrong form").Reason(v1::ERROR_REASON_INVALID_NAME);
}

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

bool IsCode(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

}  // namespace

absl::StatusOr<std::string> References::Make(absl::string_view mission_code, int year,
                                             int64_t number) const {
  if (year < 0 || year > 9999 || number < 0 || !IsCode(mission_code)) {
    return Internal("a reference cannot be made of this");
  }
  for (int digits = kFewestDigits; digits <= kMostDigits; ++digits) {
    const Range range = RangeOf(digits);
    if (number >= range.first + range.count) continue;
    const Permutation permutation(key_, mission_code, year, range);
    std::string made = absl::StrFormat("%s%04d-%s-%0*d", kPrefix, year, mission_code, digits,
                                       range.first + permutation.Forward(number - range.first));
    const std::lock_guard lock(mutex_);
    last_ = Made{made, number};
    return made;
  }
  return Internal("a reference cannot be made of this");
}

absl::StatusOr<int64_t> References::Number(absl::string_view reference) const {
  {
    const std::lock_guard lock(mutex_);
    if (last_.has_value() && reference == last_->reference) return last_->number;
  }
  if (!absl::ConsumePrefix(&reference, kPrefix) || reference.size() < kYearDigits + 1 ||
      reference[kYearDigits] != '-') {
    return NotAReference();
  }
  const absl::string_view year_text = reference.substr(0, kYearDigits);
  reference.remove_prefix(kYearDigits + 1);
  const size_t dash = reference.rfind('-');
  if (dash == absl::string_view::npos) return NotAReference();
  const absl::string_view mission = reference.substr(0, dash);
  const absl::string_view number_text = reference.substr(dash + 1);
  int year = 0;
  int64_t printed = 0;
  if (!IsCode(mission) || !AllDigits(year_text) || !AllDigits(number_text) ||
      number_text.size() < kFewestDigits || number_text.size() > kMostDigits ||
      !absl::SimpleAtoi(year_text, &year) || !absl::SimpleAtoi(number_text, &printed)) {
    return NotAReference();
  }
  const Range range = RangeOf(static_cast<int>(number_text.size()));
  if (printed < range.first) return NotAReference();
  return range.first + Permutation(key_, mission, year, range).Backward(printed - range.first);
}

}  // namespace probity::sealing
