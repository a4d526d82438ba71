#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "services/matching/lab/calibration.h"
#include "services/matching/lab/commands.h"
#include "services/matching/lab/pair.h"
#include "services/matching/lab/tsv.h"
#include "services/matching/sentence.h"

namespace probity::matching::lab {

Rating Rate(const Evidence& evidence, const ContactEvidence& contacts) {
  Rating rating{.name_similarity = evidence.name_similarity / 1000.0,
                .bits = evidence.total + contacts.bits()};
  for (const Line& line : evidence.lines) {
    if (line.field == Field::kPrior) rating.bits -= line.bits;
  }
  rating.score = Calibrated(FeaturesOf(evidence, contacts));
  return rating;
}

void ComparePairs(const Lab& lab, std::istream& in, std::ostream& out) {
  Lines lines(in, lab.notes);
  while (const std::optional<std::string> line = lines.Next()) {
    const std::optional<Pair> pair = ReadPair(SplitTabs(*line), lab.notes);
    if (!pair.has_value()) continue;
    const Evidence evidence = Score(pair->query, pair->candidate, *lab.model);
    const ContactEvidence contacts =
        CompareContacts(pair->query_contacts, pair->candidate_contacts);
    const Rating rating = Rate(evidence, contacts);
    out << absl::StrFormat(
        "%s\t%s\t%.15g\t%.3f\t%.3f\t%s\t%s\n", pair->set, pair->row, rating.score,
        rating.name_similarity, rating.bits / 1000.0, Code(evidence.band),
        Field(Sentence(evidence, pair->query, pair->candidate) + ContactText(contacts)));
  }
}

}  // namespace probity::matching::lab
