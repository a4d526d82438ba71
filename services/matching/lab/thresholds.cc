#include <cmath>

#include "absl/strings/str_format.h"
#include "services/matching/lab/calibration.h"
#include "services/matching/lab/commands.h"
#include "services/matching/tables.h"

namespace probity::matching::lab {

void PrintThresholds(const Lab& lab, double population, std::ostream& out) {
  const Weights& w = lab.model->tables().weights;
  out << absl::StrFormat("version\t%s\n", MatcherVersion(*lab.model));
  out << absl::StrFormat("name\tname_similarity\t%.3f\n", w.possible_similarity / 1000.0);
  out << absl::StrFormat("pair\tscore\t%.3f\n", kSameScore);
  out << "band\tname_similarity\tbits\teven_odds\tprobability\tbeside\n";
  const auto row = [&](Band band, int similarity, Millibits total, absl::string_view beside) {
    const Millibits bits = total - w.prior;
    const double odds = std::exp2(bits / 1000.0) / population;
    out << absl::StrFormat("%s\t%.3f\t%.3f\t%.15g\t%.15g\t%s\n", Code(band), similarity / 1000.0,
                           bits / 1000.0, Probability(bits), odds / (1 + odds), beside);
  };
  out << absl::StrFormat("possible\t%.3f\t\t\t\tnothing that contradicts\n",
                         w.possible_similarity / 1000.0);
  row(Band::kPossible, 0, w.possible_total, "a part of the name and the day of birth");
  row(Band::kProbable, w.possible_similarity, w.probable_total, "a second attribute that agrees");
  row(Band::kStrong, w.possible_similarity, w.strong_total,
      "a date of birth or identifier that agrees");
  out << absl::StrFormat("exact_id\t%.3f\t\t\t\tan equal identifier\n",
                         w.agree_similarity / 1000.0);
}

}  // namespace probity::matching::lab
