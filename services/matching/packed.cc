#include "services/matching/packed.h"

#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace probity::matching {
namespace {

// The first number of a row. Prepare keeps every count below these bounds.
struct Counts {
  uint32_t names : 8;
  uint32_t births : 5;
  uint32_t nationalities : 10;
  uint32_t identifiers : 6;
  uint32_t sex : 2;
  uint32_t cut : 1;
};
static_assert(sizeof(Counts) == sizeof(uint32_t));
static_assert(2 * kMaxNames < 256 && kMaxBirths < 32 && kMaxIdentifiers < 64);

struct PackedBirth {
  uint32_t year : 14;
  uint32_t month : 4;
  uint32_t day : 5;
  uint32_t approximate : 1;
  uint32_t range : 1;  // The last year follows.
  uint32_t unused : 7;
};
static_assert(sizeof(PackedBirth) == sizeof(uint32_t));

struct NameHead {
  uint32_t words : 8;
  uint32_t source : 8;
  uint32_t east_asian : 1;
  uint32_t vietnamese : 1;
  uint32_t weak : 1;
  uint32_t cut : 1;
  uint32_t unused : 12;
};
static_assert(sizeof(NameHead) == sizeof(uint32_t));
static_assert(kMaxWords < 256 && kMaxNames < 256);

struct IdentifierHead {
  uint32_t type : 8;
  uint32_t issuer : 8;  // Bytes of text.
  uint32_t value : 16;
};
static_assert(sizeof(IdentifierHead) == sizeof(uint32_t));
static_assert(kMaxIdentifierLength < 256);

// Prepare lets no other codes pass than of two and three bytes.
struct PackedCountry {
  std::array<char, 3> code;
  uint8_t length;
};
static_assert(sizeof(PackedCountry) == sizeof(uint32_t));

constexpr size_t kNamesBehind = 3;  // Counts and version.

template <typename Bits>
uint32_t ToNumber(Bits bits) {
  return std::bit_cast<uint32_t>(bits);
}
template <typename Bits>
Bits FromNumber(uint32_t number) {
  return std::bit_cast<Bits>(number);
}

PackedCountry PackCountry(absl::string_view code) {
  PackedCountry packed{.code = {}, .length = static_cast<uint8_t>(code.size())};
  code.copy(packed.code.data(), packed.code.size());
  return packed;
}

std::string CountryOf(PackedCountry packed) { return {packed.code.data(), packed.length}; }

void PackText(absl::string_view text, std::vector<uint32_t>& out) {
  const size_t begin = out.size();
  out.resize(begin + (text.size() + 3) / 4);
  if (!text.empty()) std::memcpy(&out[begin], text.data(), text.size());
}

std::string TakeText(const uint32_t*& at, size_t length) {
  std::string text(reinterpret_cast<const char*>(at), length);
  at += (length + 3) / 4;
  return text;
}

BirthDate TakeBirth(const uint32_t*& at) {
  const auto packed = FromNumber<PackedBirth>(*at++);
  BirthDate birth{.year = static_cast<int32_t>(packed.year),
                  .month = static_cast<int32_t>(packed.month),
                  .day = static_cast<int32_t>(packed.day),
                  .approximate = packed.approximate != 0};
  if (packed.range != 0) birth.year_to = static_cast<int32_t>(*at++);
  return birth;
}

const uint32_t* SkipBirths(PackedRow row) {
  const uint32_t* at = row.data() + kNamesBehind;
  for (uint32_t births = FromNumber<Counts>(row[0]).births; births > 0; --births) TakeBirth(at);
  return at;
}

}  // namespace

void Pack(const Prepared& prepared, uint64_t version, absl::Span<const uint32_t> numbers,
          std::vector<uint32_t>& out) {
  out.push_back(
      ToNumber(Counts{.names = static_cast<uint32_t>(prepared.names.size()),
                      .births = static_cast<uint32_t>(prepared.births.size()),
                      .nationalities = static_cast<uint32_t>(prepared.nationalities.size()),
                      .identifiers = static_cast<uint32_t>(prepared.identifiers.size()),
                      .sex = static_cast<uint32_t>(prepared.sex),
                      .cut = prepared.cut}));
  out.push_back(static_cast<uint32_t>(version));
  out.push_back(static_cast<uint32_t>(version >> 32));
  for (const BirthDate& birth : prepared.births) {
    out.push_back(ToNumber(PackedBirth{.year = static_cast<uint32_t>(birth.year),
                                       .month = static_cast<uint32_t>(birth.month),
                                       .day = static_cast<uint32_t>(birth.day),
                                       .approximate = birth.approximate,
                                       .range = birth.year_to != 0,
                                       .unused = 0}));
    if (birth.year_to != 0) out.push_back(static_cast<uint32_t>(birth.year_to));
  }
  size_t next = 0;
  for (const PreparedName& name : prepared.names) {
    out.push_back(ToNumber(NameHead{.words = static_cast<uint32_t>(name.words.size()),
                                    .source = static_cast<uint32_t>(name.source),
                                    .east_asian = name.east_asian,
                                    .vietnamese = name.vietnamese,
                                    .weak = name.weak,
                                    .cut = name.cut,
                                    .unused = 0}));
    for (const NameWord& word : name.words) {
      out.push_back(PackedWord(numbers[next++], word.tag).bits);
    }
  }
  for (const std::string& country : prepared.nationalities) {
    out.push_back(ToNumber(PackCountry(country)));
  }
  for (const Identifier& identifier : prepared.identifiers) {
    out.push_back(
        ToNumber(IdentifierHead{.type = static_cast<uint32_t>(identifier.type),
                                .issuer = static_cast<uint32_t>(identifier.issuer.size()),
                                .value = static_cast<uint32_t>(identifier.value.size())}));
    PackText(identifier.issuer, out);
    PackText(identifier.value, out);
  }
}

void Renumber(absl::Span<uint32_t> row, absl::Span<const uint32_t> numbers) {
  NameWalk names(row);
  while (names.Next()) {
    for (const uint32_t& packed : names.words()) {
      const PackedWord word(packed);
      row[&packed - row.data()] = PackedWord(numbers[word.number()], word.tag()).bits;
    }
  }
}

uint64_t VersionOf(PackedRow row) { return row[1] | uint64_t{row[2]} << 32; }

std::vector<BirthDate> BirthsOf(PackedRow row) {
  std::vector<BirthDate> births(FromNumber<Counts>(row[0]).births);
  const uint32_t* at = row.data() + kNamesBehind;
  for (BirthDate& birth : births) birth = TakeBirth(at);
  return births;
}

NameWalk::NameWalk(PackedRow row) : at_(SkipBirths(row)), left_(FromNumber<Counts>(row[0]).names) {}

bool NameWalk::Next() {
  if (left_ == 0) return false;
  --left_;
  head_ = *at_++;
  const size_t count = FromNumber<NameHead>(head_).words;
  words_ = {at_, count};
  at_ += count;
  return true;
}

Prepared Unpack(PackedRow row, const Lexicon& lexicon) {
  const auto counts = FromNumber<Counts>(row[0]);
  Prepared prepared;
  prepared.cut = counts.cut != 0;
  prepared.sex = static_cast<Sex>(counts.sex);
  prepared.births = BirthsOf(row);
  prepared.names.reserve(counts.names);
  NameWalk names(row);
  while (names.Next()) {
    const auto head = FromNumber<NameHead>(names.head_);
    PreparedName& name = prepared.names.emplace_back();
    name.source = static_cast<int>(head.source);
    name.east_asian = head.east_asian != 0;
    name.vietnamese = head.vietnamese != 0;
    name.weak = head.weak != 0;
    name.cut = head.cut != 0;
    name.words.reserve(names.words().size());
    for (const uint32_t packed : names.words()) {
      const PackedWord word(packed);
      name.words.push_back({&lexicon.word(word.number()), word.tag()});
    }
  }
  const uint32_t* at = names.at_;
  prepared.nationalities.reserve(counts.nationalities);
  for (uint32_t i = 0; i < counts.nationalities; ++i) {
    prepared.nationalities.push_back(CountryOf(FromNumber<PackedCountry>(*at++)));
  }
  prepared.identifiers.resize(counts.identifiers);
  for (Identifier& identifier : prepared.identifiers) {
    const auto head = FromNumber<IdentifierHead>(*at++);
    identifier.type = static_cast<IdentifierType>(head.type);
    identifier.issuer = TakeText(at, head.issuer);
    identifier.value = TakeText(at, head.value);
  }
  return prepared;
}

}  // namespace probity::matching
