#include "services/matching/compare.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace probity::matching {
namespace {

bool Equal(const Outcome& identifier) {
  return identifier.compared && identifier.level == Level::kSame;
}

bool NearlyEqual(const Outcome& identifier) {
  return identifier.compared && identifier.level == Level::kOneEdit;
}

// What agreeing evidence is worth beyond the bend: less and less, at most cap_slack.
Millibits Bend(Millibits over, const Weights& w) {
  return static_cast<Millibits>(int64_t{w.cap_slack} * over / (int64_t{over} + w.cap_half));
}

class Judge {
 public:
  Judge(const Attributes& attributes, const Weights& weights) : at_(attributes), w_(weights) {}

  bool Contradicted() const {
    return at_.birth_contradicts() || (at_.sex.compared && at_.sex.bits < 0) ||
           (at_.identifier.compared && at_.identifier.bits <= w_.id_other_permanent);
  }

  // Sums up and finds the band with this pair of names.
  void Sum(Comparison& comparison) const {
    const Millibits country = at_.nationality.bits;
    const Millibits agreeing =
        w_.prior + comparison.name.bits + std::max(0, country) + std::max(0, at_.sex.bits);
    comparison.cap = 0;
    if (!SecondAttribute()) {
      comparison.cap_level = country > 0 ? Level::kNameAndCountry : Level::kNameAlone;
      const Millibits cap = country > 0 ? w_.cap_name_and_country : w_.cap_name_alone;
      const Millibits over = std::max(0, agreeing - cap);
      comparison.cap = Bend(over, w_) - over;
    }
    comparison.total = agreeing + comparison.cap + std::min(0, country) +
                       std::min(0, at_.sex.bits) + at_.birth.bits + at_.identifier.bits;
    comparison.contradicted = Contradicted();
    comparison.band = BandOf(comparison);
    comparison.need = NeedOf(comparison);
  }

 private:
  // Something besides name, nationality and sex that agrees.
  bool SecondAttribute() const { return at_.birth.bits > 0 || at_.identifier.bits > 0; }

  // Something that singles a person out, so that less of the name need agree.
  bool Telling() const { return at_.birth.bits >= w_.birth_flipped || at_.identifier.bits > 0; }

  Band BandOf(const Comparison& c) const {
    const bool some_name = c.name.agreement >= w_.name_agree_bits;
    const bool half = some_name && c.name.similarity >= w_.agree_similarity;
    if (Equal(at_.identifier)) {
      return half || at_.birth.bits > 0 ? Band::kExactId : Band::kPossible;
    }
    const bool most = some_name && c.name.similarity >= w_.possible_similarity;
    const bool agrees = Telling() ? half : most;
    const bool second = SecondAttribute();
    if (agrees && second && c.total >= w_.strong_total) return Band::kStrong;
    if (agrees && (second || at_.nationality.bits > 0) && c.total >= w_.probable_total) {
      return Band::kProbable;
    }
    if (c.contradicted) return Band::kNone;
    // One word proves a name only if it is the whole name on both sides.
    if (most && (c.name.agreeing_words >= 2 || c.name.whole)) return Band::kPossible;
    // A changed family name: the rest of the name and the day of birth agree.
    const bool likely = some_name && Telling() && c.total >= w_.possible_total;
    return likely ? Band::kPossible : Band::kNone;
  }

  Need NeedOf(const Comparison& c) const {
    if (Equal(at_.identifier)) {
      const bool at_odds = c.contradicted || c.name.similarity < w_.agree_similarity;
      return at_odds ? Need::kHuman : Need::kNothing;
    }
    const bool day = at_.birth.compared && at_.birth.level != Level::kSameYear &&
                     at_.birth.level != Level::kNearYear &&
                     at_.birth.level != Level::kInsideRange && at_.birth.level != Level::kSameMonth;
    if (!day && !c.contradicted) return Need::kFullBirthDate;
    return c.band == Band::kNone ? Need::kNothing : Need::kIdentifier;
  }

  const Attributes& at_;
  const Weights& w_;
};

std::tuple<Band, Millibits> Rank(const Comparison& comparison) {
  return {comparison.band, comparison.total};
}

}  // namespace

Comparison CompareIdentities(const Prepared& candidate, const Prepared& record,
                             const Tables& tables, Band floor) {
  Comparison best;
  best.attributes = CompareAttributes(candidate, record, tables);
  const Judge judge(best.attributes, tables.weights);
  const Outcome& identifier = best.attributes.identifier;
  // Against a contradicting birth date names and nationality cannot win: see the caps.
  const bool hopeless =
      best.attributes.birth_contradicts() && !Equal(identifier) && !NearlyEqual(identifier);
  if (hopeless && floor > Band::kNone) return best;
  judge.Sum(best);
  Comparison pair = best;
  for (size_t i = 0; i < candidate.names.size(); ++i) {
    for (size_t j = 0; j < record.names.size(); ++j) {
      pair.name = CompareNames(candidate.names[i], record.names[j], tables);
      judge.Sum(pair);
      if (best.candidate_name >= 0 && Rank(pair) <= Rank(best)) continue;
      std::swap(best.name, pair.name);
      best.candidate_name = static_cast<int>(i);
      best.record_name = static_cast<int>(j);
      judge.Sum(best);
    }
  }
  return best;
}

}  // namespace probity::matching
