#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proto/support/status_macros.h"
#include "services/matching/lab/calibration.h"
#include "services/matching/lab/commands.h"
#include "services/matching/lab/culture.h"
#include "services/matching/lab/pair.h"
#include "services/matching/lab/tsv.h"
#include "services/matching/sentence.h"
#include "services/matching/tables.h"

namespace probity::matching::lab {
namespace {

struct Judged {
  std::string set;
  std::string culture;
  bool expected = false;
  Rating rating;
  Band band = Band::kNone;
  std::string explanation{};
};

// The share of pairs of a true and a false one in which the true one has the higher value; equal
// ones count half.
template <typename Value>
double Auc(const std::vector<const Judged*>& pairs, Value value) {
  std::vector<std::pair<double, bool>> sorted;
  sorted.reserve(pairs.size());
  for (const Judged* pair : pairs) sorted.emplace_back(value(*pair), pair->expected);
  std::sort(sorted.begin(), sorted.end());
  double below = 0, wins = 0;
  int64_t yes = 0;
  for (size_t i = 0, next = 0; i < sorted.size(); i = next) {
    int64_t equal_yes = 0, equal_no = 0;
    for (; next < sorted.size() && sorted[next].first == sorted[i].first; ++next) {
      (sorted[next].second ? equal_yes : equal_no) += 1;
    }
    wins += static_cast<double>(equal_yes) * (below + equal_no / 2.0);
    below += static_cast<double>(equal_no);
    yes += equal_yes;
  }
  return yes == 0 || below == 0 ? 0 : wins / (static_cast<double>(yes) * below);
}

struct Counts {
  int64_t hits = 0, false_hits = 0, missed = 0;
  double F1() const {
    return hits == 0 ? 0 : 2.0 * hits / static_cast<double>(2 * hits + false_hits + missed);
  }
};

template <typename IsHit>
Counts Count(const std::vector<const Judged*>& pairs, IsHit is_hit) {
  Counts counts;
  for (const Judged* pair : pairs) {
    const bool hit = is_hit(*pair);
    counts.hits += hit && pair->expected;
    counts.false_hits += hit && !pair->expected;
    counts.missed += !hit && pair->expected;
  }
  return counts;
}

// The best F1 of any threshold on the value, and that threshold.
template <typename Value>
std::pair<double, double> Best(const std::vector<const Judged*>& pairs, Value value) {
  std::vector<std::pair<double, bool>> sorted;
  int64_t yes = 0;
  for (const Judged* pair : pairs) {
    sorted.emplace_back(-value(*pair), pair->expected);
    yes += pair->expected;
  }
  std::sort(sorted.begin(), sorted.end());
  std::pair<double, double> best = {0, 0};
  Counts counts{.missed = yes};
  for (size_t i = 0; i < sorted.size(); ++i) {
    (sorted[i].second ? counts.hits : counts.false_hits) += 1;
    counts.missed = yes - counts.hits;
    if (i + 1 < sorted.size() && sorted[i + 1].first == sorted[i].first) continue;
    if (counts.F1() > best.first) best = {counts.F1(), -sorted[i].first};
  }
  return best;
}

// The share of the true ones whose value is above that of all but 1 in 20 of the false ones.
template <typename Value>
double RecallAtFivePercent(const std::vector<const Judged*>& pairs, Value value) {
  std::vector<double> no;
  for (const Judged* pair : pairs) {
    if (!pair->expected) no.push_back(value(*pair));
  }
  if (no.empty()) return 0;
  std::sort(no.begin(), no.end(), std::greater<>());
  const double limit = no[no.size() / 20];
  int64_t yes = 0, above = 0;
  for (const Judged* pair : pairs) {
    if (!pair->expected) continue;
    ++yes;
    above += value(*pair) > limit;
  }
  return yes == 0 ? 0 : static_cast<double>(above) / static_cast<double>(yes);
}

double ScoreOf(const Judged& pair) { return pair.rating.score; }
double SimilarityOf(const Judged& pair) { return pair.rating.name_similarity; }

void PrintSet(const std::string& name, const std::vector<const Judged*>& pairs,
              double name_threshold, std::ostream& out) {
  const int64_t yes =
      std::count_if(pairs.begin(), pairs.end(), [](const Judged* p) { return p->expected; });
  const Counts held = Count(pairs, [](const Judged& p) { return p.band >= Band::kPossible; });
  const Counts named =
      Count(pairs, [&](const Judged& p) { return SimilarityOf(p) >= name_threshold; });
  const Counts even = Count(pairs, [](const Judged& p) { return ScoreOf(p) >= kSameScore; });
  const auto [best_score, at_score] = Best(pairs, ScoreOf);
  const auto [best_similarity, at_similarity] = Best(pairs, SimilarityOf);
  out << absl::StrFormat(
      "%-24s %6d %6d  %.3f %.3f %.3f  %.3f %.3f (%.2f) %.3f  %.3f %.3f (%.3f) %.3f\n", name,
      pairs.size(), yes, held.F1(), named.F1(), even.F1(), Auc(pairs, ScoreOf), best_score,
      at_score, RecallAtFivePercent(pairs, ScoreOf), Auc(pairs, SimilarityOf), best_similarity,
      at_similarity, RecallAtFivePercent(pairs, SimilarityOf));
}

using Groups = std::map<std::string, std::vector<const Judged*>>;

// Those that have true and false pairs, the worst F1 of the score first.
void PrintCultures(const Groups& cultures, double name_threshold, std::ostream& out) {
  std::vector<std::pair<double, std::string>> worst;
  for (const auto& [culture, pairs] : cultures) {
    if (Auc(pairs, ScoreOf) == 0) continue;
    worst.emplace_back(Count(pairs, [](const Judged& p) { return ScoreOf(p) >= kSameScore; }).F1(),
                       culture);
  }
  std::sort(worst.begin(), worst.end());
  out << "\nby naming culture, worst first\n";
  for (const auto& [f1, culture] : worst) {
    PrintSet(culture, cultures.at(culture), name_threshold, out);
  }
}

void PrintCalibration(const std::vector<const Judged*>& pairs, std::ostream& out) {
  static constexpr std::array<double, 9> kEdges = {0, .05, .2, .5, .8, .95, .99, .999, 1.1};
  out << "\nscore from   pairs  mean score  share true\n";
  for (size_t i = 0; i + 1 < kEdges.size(); ++i) {
    double sum = 0;
    int64_t all = 0, yes = 0;
    for (const Judged* pair : pairs) {
      if (pair->rating.score < kEdges[i] || pair->rating.score >= kEdges[i + 1]) continue;
      ++all;
      yes += pair->expected;
      sum += pair->rating.score;
    }
    if (all == 0) continue;
    out << absl::StrFormat("%10.3f %7d  %10.3f  %10.3f\n", kEdges[i], all,
                           sum / static_cast<double>(all),
                           static_cast<double>(yes) / static_cast<double>(all));
  }
}

constexpr size_t kWorst = 20;

void PrintWorst(std::vector<const Judged*> pairs, bool expected, std::ostream& out) {
  std::erase_if(pairs, [&](const Judged* p) { return p->expected != expected; });
  std::stable_sort(pairs.begin(), pairs.end(), [&](const Judged* a, const Judged* b) {
    return expected ? ScoreOf(*a) < ScoreOf(*b) : ScoreOf(*a) > ScoreOf(*b);
  });
  out << (expected ? "\nTrue, with the lowest score\n" : "\nFalse, with the highest score\n");
  for (size_t i = 0; i < pairs.size() && i < kWorst; ++i) {
    out << pairs[i]->set << "\t" << pairs[i]->explanation << "\n";
  }
}

std::optional<bool> Expected(const std::vector<std::string>& fields) {
  if (fields.size() < 6) return std::nullopt;
  if (fields[5] == "1") return true;
  if (fields[5] == "0") return false;
  return std::nullopt;
}

}  // namespace

absl::Status EvaluatePairs(const Lab& lab, std::istream& in, std::ostream& out) {
  std::vector<Judged> judged;
  Lines lines(in, lab.notes);
  while (const std::optional<std::string> line = lines.Next()) {
    std::vector<std::string> fields = SplitTabs(*line);
    if (judged.empty() && (fields.back() == "expected" || fields.back() == "culture"))
      continue;  // A header.
    const std::optional<bool> expected = Expected(fields);
    if (!expected.has_value()) {
      lab.notes.Count("lines without 1 or 0 as the expected field, left out");
      continue;
    }
    const std::optional<Pair> pair = ReadPair(fields, lab.notes);
    const Evidence evidence = Score(pair->query, pair->candidate, *lab.model);
    const ContactEvidence contacts =
        CompareContacts(pair->query_contacts, pair->candidate_contacts);
    const bool said = fields.size() > 6 && !fields[6].empty();
    judged.push_back(
        {pair->set, said ? fields[6] : CultureOf(*pair), *expected, Rate(evidence, contacts),
         evidence.band,
         Field(Sentence(evidence, pair->query, pair->candidate) + ContactText(contacts))});
  }
  Groups sets, cultures;
  std::vector<const Judged*> all;
  for (const Judged& pair : judged) {
    sets[pair.set].push_back(&pair);
    cultures[pair.culture].push_back(&pair);
    all.push_back(&pair);
  }
  const auto is_yes = [](const Judged& pair) { return pair.expected; };
  if (std::all_of(judged.begin(), judged.end(), is_yes) ||
      std::none_of(judged.begin(), judged.end(), is_yes)) {
    return absl::InvalidArgumentError("the pairs must have both true and false ones");
  }
  const double threshold = lab.model->tables().weights.possible_similarity / 1000.0;
  out << absl::StrFormat("matcher %s; name threshold %.3f\n", MatcherVersion(*lab.model),
                         threshold);
  out << "                                         F1 of           by score:                   by "
         "name "
         "similarity:\n"
         "set                       pairs   true  band  name score   AUC   best F1 (at)  R@5%   "
         "AUC   "
         "best F1 (at)    R@5%\n";
  for (const auto& [name, pairs] : sets) PrintSet(name, pairs, threshold, out);
  if (sets.size() > 1) PrintSet("all", all, threshold, out);
  PrintCultures(cultures, threshold, out);
  PrintCalibration(all, out);
  PrintWorst(all, true, out);
  PrintWorst(all, false, out);
  return absl::OkStatus();
}

}  // namespace probity::matching::lab
