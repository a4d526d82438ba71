#include "services/matching/score.h"

#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_split.h"
#include "services/matching/identity.h"
#include "services/matching/sentence.h"
#include "tests/fuzz/identity_text.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

std::tuple<Band, Millibits> RankOf(const Evidence& evidence) {
  return {evidence.band, evidence.total};
}

bool Agrees(const Evidence& evidence, Field field) {
  for (const Line& line : evidence.lines) {
    if (line.field == field && line.bits > 0) return true;
  }
  return false;
}

void CheckSum(const Evidence& evidence) {
  int64_t sum = 0;
  for (const Line& line : evidence.lines) {
    sum += line.bits;
    Require(IsUtf8(line.candidate) && IsUtf8(line.record), "an explanation is UTF-8");
  }
  Require(sum == evidence.total, "the bits of the lines add up to the total");
  // Words of both names, two lines on their order and share, the attributes, prior and cap.
  Require(evidence.lines.size() <= 2 * kMaxWords + 10, "an explanation has an end");
  Require(evidence.name_similarity >= 0 && evidence.name_similarity <= 1000,
          "a similarity is in thousandths");
  Require((evidence.candidate_name < 0) == (evidence.record_name < 0), "two names meet");
}

void CheckBand(const Evidence& evidence) {
  const bool second = Agrees(evidence, Field::kBirthDate) || Agrees(evidence, Field::kIdentifier);
  const bool country = Agrees(evidence, Field::kNationality);
  if (!second) {
    Require(Probability(evidence.total) < (country ? 0.95 : 0.70), "a name alone stays below");
    Require(evidence.band <= (country ? Band::kProbable : Band::kPossible),
            "a name alone is possible");
  }
  if (evidence.candidate_name < 0) {
    Require(evidence.band == Band::kNone || Agrees(evidence, Field::kIdentifier),
            "without a name only an identifier alerts");
  }
  if (evidence.band == Band::kExactId) {
    Require(Agrees(evidence, Field::kIdentifier), "exact_id has an identifier");
  }
}

// Each attribute of the record, given to the candidate as one more.
void CheckTrueAttributes(const Identity& candidate, const Identity& record,
                         const Evidence& before) {
  const auto better = [&](const Identity& more, absl::string_view what) {
    Require(RankOf(Score(more, record, *BuiltIn())) >= RankOf(before), what);
  };
  Identity more = candidate;
  if (!record.names.empty() && candidate.names.size() < kMaxNames) {
    more.names.push_back(record.names[0]);
    better(more, "a true name lowers nothing");
    more.names = candidate.names;
  }
  if (!record.births.empty() && candidate.births.size() < kMaxBirths) {
    more.births.push_back(record.births[0]);
    better(more, "a true date of birth lowers nothing");
    more.births = candidate.births;
  }
  if (!record.nationalities.empty() && candidate.nationalities.size() < kMaxNationalities) {
    more.nationalities.push_back(record.nationalities[0]);
    better(more, "a true nationality lowers nothing");
    more.nationalities = candidate.nationalities;
  }
  if (!record.identifiers.empty() && candidate.identifiers.size() < kMaxIdentifiers) {
    more.identifiers.push_back(record.identifiers[0]);
    better(more, "a true identifier lowers nothing");
    more.identifiers = candidate.identifiers;
  }
  if (candidate.sex == Sex::kUnknown && record.sex != Sex::kUnknown) {
    more.sex = record.sex;
    better(more, "a true sex lowers nothing");
  }
}

// Whoever can be sought is like himself.
void CheckSelf(const Identity& identity) {
  const IdentityQuality quality = Assess(identity);
  if (quality == IdentityQuality::kNameUnusable ||
      quality == IdentityQuality::kScriptWithoutTables || !CheckIdentity(identity).empty()) {
    return;
  }
  Require(Score(identity, identity, *BuiltIn()).band >= Band::kPossible,
          "a person is like himself");
}

}  // namespace

void ScoreTwo(absl::string_view input) {
  Identity candidate;
  Identity record;
  bool second = false;
  for (absl::string_view line : absl::StrSplit(input, '\n')) {
    if (line == "=") {
      second = true;
    } else {
      AddLine(line, second ? record : candidate);
    }
  }
  const Evidence evidence = Score(candidate, record, *BuiltIn());
  CheckSum(evidence);
  CheckBand(evidence);
  Require(ToText(evidence) == ToText(Score(candidate, record, *BuiltIn())),
          "the same arguments give the same bytes");
  const std::string sentence = Sentence(evidence, candidate, record);
  if (CheckIdentity(candidate).empty() && CheckIdentity(record).empty()) {
    Require(IsUtf8(sentence), "a sentence about what was checked is UTF-8");
  }
  CheckTrueAttributes(candidate, record, evidence);
  CheckSelf(candidate);
}

}  // namespace probity::matching::fuzz
