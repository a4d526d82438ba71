#include "services/matching/tables.h"

#include <unicode/unistr.h>

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace probity::matching {
namespace {

constexpr std::pair<const char*, Millibits Weights::*> kWeights[] = {
    {"prior", &Weights::prior},
    {"cap_name_alone", &Weights::cap_name_alone},
    {"cap_name_and_country", &Weights::cap_name_and_country},
    {"cap_slack", &Weights::cap_slack},
    {"cap_half", &Weights::cap_half},
    {"word_floor", &Weights::word_floor},
    {"word_ceiling", &Weights::word_ceiling},
    {"word_unknown", &Weights::word_unknown},
    {"word_short", &Weights::word_short},
    {"word_one_letter", &Weights::word_one_letter},
    {"conflict_bits", &Weights::conflict_bits},
    {"conflict_factor", &Weights::conflict_factor},
    {"conflict_floor", &Weights::conflict_floor},
    {"conflict_near_from", &Weights::conflict_near_from},
    {"conflict_near_to", &Weights::conflict_near_to},
    {"conflict_relief", &Weights::conflict_relief},
    {"missing_bits", &Weights::missing_bits},
    {"missing_in_record", &Weights::missing_in_record},
    {"missing_in_candidate", &Weights::missing_in_candidate},
    {"near_93", &Weights::near_93},
    {"near_85", &Weights::near_85},
    {"near_75", &Weights::near_75},
    {"nickname", &Weights::nickname},
    {"shortfall", &Weights::shortfall},
    {"weak_share", &Weights::weak_share},
    {"weak_factor", &Weights::weak_factor},
    {"initial", &Weights::initial},
    {"crossed", &Weights::crossed},
    {"chain_reversed", &Weights::chain_reversed},
    {"part_similarity", &Weights::part_similarity},
    {"particle_share", &Weights::particle_share},
    {"birth_same_day", &Weights::birth_same_day},
    {"birth_first_of_january", &Weights::birth_first_of_january},
    {"birth_same_month", &Weights::birth_same_month},
    {"birth_flipped", &Weights::birth_flipped},
    {"birth_mistyped", &Weights::birth_mistyped},
    {"birth_same_year", &Weights::birth_same_year},
    {"birth_near_year", &Weights::birth_near_year},
    {"birth_in_range", &Weights::birth_in_range},
    {"birth_apart", &Weights::birth_apart},
    {"birth_far_apart", &Weights::birth_far_apart},
    {"country_overlap", &Weights::country_overlap},
    {"country_disjoint", &Weights::country_disjoint},
    {"sex_same", &Weights::sex_same},
    {"sex_different", &Weights::sex_different},
    {"id_equal", &Weights::id_equal},
    {"id_one_edit", &Weights::id_one_edit},
    {"id_other_passport", &Weights::id_other_passport},
    {"id_other_permanent", &Weights::id_other_permanent},
    {"strong_total", &Weights::strong_total},
    {"probable_total", &Weights::probable_total},
    {"possible_total", &Weights::possible_total},
    {"possible_similarity", &Weights::possible_similarity},
    {"agree_similarity", &Weights::agree_similarity},
    {"name_agree_bits", &Weights::name_agree_bits},
};

using Fields = std::vector<absl::string_view>;

// Calls `each` with the words of every line that is neither empty nor a comment.
absl::Status ForLines(absl::string_view file, absl::string_view text,
                      absl::FunctionRef<bool(const Fields&)> each) {
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    const Fields fields = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (!each(fields)) {
      return absl::InternalError(absl::StrCat("matching data malformed: ", file, ":", number));
    }
  }
  return absl::OkStatus();
}

absl::Status ParseWeights(absl::string_view text, Tables& tables) {
  absl::flat_hash_map<std::string, Millibits> values;
  absl::Status status = ForLines("weights.txt", text, [&](const Fields& fields) {
    if (fields.size() != 2) return false;
    if (fields[0] == "version") {
      tables.version = std::string(fields[1]);
      return true;
    }
    Millibits value;
    return absl::SimpleAtoi(fields[1], &value) && values.emplace(fields[0], value).second;
  });
  if (!status.ok()) return status;
  for (const auto& [name, member] : kWeights) {
    const auto found = values.find(name);
    if (found == values.end()) {
      return absl::InternalError(absl::StrCat("matching data lack the weight ", name));
    }
    tables.weights.*member = found->second;
  }
  if (values.size() != std::size(kWeights) || tables.version.empty()) {
    return absl::InternalError("matching data: weights.txt has a name that is not known");
  }
  return absl::OkStatus();
}

absl::Status ParseNicknames(absl::string_view text, Tables& tables) {
  return ForLines("nicknames.txt", text, [&](const Fields& fields) {
    for (size_t i = 1; i < fields.size(); ++i) {
      // One group a pair, so that nicknames never chain.
      const int pair = static_cast<int>(tables.nickname_pairs.size());
      tables.nickname_pairs.emplace_back(fields[0], fields[i]);
      tables.nicknames[fields[0]].push_back(pair);
      tables.nicknames[fields[i]].push_back(pair);
    }
    return fields.size() >= 2;
  });
}

absl::Status ParseCountries(absl::string_view text, Tables& tables) {
  return ForLines("countries.txt", text, [&](const Fields& fields) {
    if (fields.size() < 3) return false;
    if (fields[0] == "successor") {
      std::vector<std::string>& states = tables.successors[fields[1]];
      for (size_t i = 2; i < fields.size(); ++i) states.emplace_back(fields[i]);
      return absl::c_all_of(states, [](const std::string& code) { return code.size() == 3; });
    }
    return fields[0] == "worth" && absl::SimpleAtoi(fields[2], &tables.countries[fields[1]]);
  });
}

absl::Status ParseAll(const Texts& texts, Tables& tables) {
  absl::Status status = ParseWeights(texts.weights, tables);
  status.Update(ForLines("words.txt", texts.words, [&](const Fields& fields) {
    return fields.size() == 2 && absl::SimpleAtoi(fields[1], &tables.words[fields[0]]);
  }));
  status.Update(ForLines("titles.txt", texts.titles, [&](const Fields& fields) {
    return fields.size() == 1 && tables.titles.emplace(fields[0]).second;
  }));
  status.Update(ForLines("particles.txt", texts.particles, [&](const Fields& fields) {
    if (fields.size() != 2 || (fields[1] != "particle" && fields[1] != "link")) return false;
    const Particle kind = fields[1] == "link" ? Particle::kLink : Particle::kParticle;
    return tables.particles.emplace(fields[0], kind).second;
  }));
  status.Update(ParseNicknames(texts.nicknames, tables));
  status.Update(ParseCountries(texts.countries, tables));
  return status;
}

absl::StatusOr<std::unique_ptr<const icu::Transliterator>> Open(const char* id) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<const icu::Transliterator> made(
      icu::Transliterator::createInstance(icu::UnicodeString(id), UTRANS_FORWARD, error));
  if (U_FAILURE(error) || made == nullptr) {
    return absl::InternalError(absl::StrCat("ICU has no transliterator ", id));
  }
  return made;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Tables>> ParseTables(const Texts& texts) {
  auto tables = std::make_unique<Tables>();
  if (absl::Status status = ParseAll(texts, *tables); !status.ok()) return status;
  auto readings = Readings::Parse(texts.readings);
  if (!readings.ok()) return readings.status();
  tables->readings = *std::move(readings);
  auto any = Open("Any-Latin");
  if (!any.ok()) return any.status();
  auto han = Open("Traditional-Simplified");
  if (!han.ok()) return han.status();
  tables->any_to_latin = *std::move(any);
  tables->han_to_simplified = *std::move(han);
  return tables;
}

}  // namespace probity::matching
