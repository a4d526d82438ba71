// The model's data as the rest of the engine reads them. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_TABLES_H_
#define PROBITY_SERVICES_MATCHING_TABLES_H_

#include <unicode/translit.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/model.h"
#include "services/matching/readings.h"

namespace probity::matching {

// Named as in data/weights.txt, which says what each is and where it comes from.
struct Weights {
  Millibits prior, cap_name_alone, cap_name_and_country, cap_slack, cap_half;
  Millibits word_floor, word_ceiling, word_unknown, word_short, word_one_letter;
  Millibits conflict_bits, conflict_factor, conflict_floor, missing_bits, missing_in_record,
      missing_in_candidate;
  Millibits conflict_near_from, conflict_near_to, conflict_relief, weak_share, weak_factor;
  Millibits near_93, near_85, near_75, nickname, shortfall, initial, crossed, chain_reversed;
  Millibits part_similarity;
  Millibits particle_share;
  Millibits birth_same_day, birth_first_of_january, birth_same_month, birth_flipped, birth_mistyped,
      birth_same_year, birth_near_year, birth_in_range, birth_apart, birth_far_apart;
  Millibits country_overlap, country_disjoint, sex_same, sex_different;
  Millibits id_equal, id_one_edit, id_other_passport, id_other_permanent;
  Millibits strong_total, probable_total, possible_total;
  Millibits possible_similarity, agree_similarity, name_agree_bits;
};

// Particles ("al", "de") weigh little; links ("bin", "ould") weigh little and fix the direction of
// the chain of fathers.
enum class Particle { kParticle, kLink };

struct Tables {
  std::string version;
  Weights weights;
  absl::flat_hash_map<std::string, Millibits> words;  // By sound (Latin) or native form (others).
  absl::flat_hash_set<std::string> titles;
  absl::flat_hash_map<std::string, Particle> particles;
  absl::flat_hash_map<std::string, std::vector<int>> nicknames;  // Word -> pairs it belongs to.
  std::vector<std::pair<std::string, std::string>> nickname_pairs;
  absl::flat_hash_map<std::string, Millibits> countries;  // What an overlap is worth, if not usual.
  absl::flat_hash_map<std::string, std::vector<std::string>> successors;
  Readings readings;
  // ICU's transliterators for scripts without a table of ours. transliterate() on a constant
  // transliterator may run on several threads.
  std::unique_ptr<const icu::Transliterator> any_to_latin;
  std::unique_ptr<const icu::Transliterator> han_to_simplified;
};

// From the texts of data/. INTERNAL if one is malformed.
struct Texts {
  absl::string_view weights, words, titles, particles, nicknames, countries, readings;
};
absl::StatusOr<std::unique_ptr<const Tables>> ParseTables(const Texts& texts);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_TABLES_H_
