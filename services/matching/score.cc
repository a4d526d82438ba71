#include "services/matching/score.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/matching/compare.h"

namespace probity::matching {
namespace {

std::string Text(const BirthDate& birth) {
  std::string text =
      absl::StrCat(birth.approximate ? "~" : "", absl::Dec(birth.year, absl::kZeroPad4));
  if (birth.month != 0) absl::StrAppendFormat(&text, "-%02d", birth.month);
  if (birth.day != 0) absl::StrAppendFormat(&text, "-%02d", birth.day);
  if (birth.year_to != 0) absl::StrAppendFormat(&text, "..%04d", birth.year_to);
  return text;
}

absl::string_view Text(Sex sex) {
  switch (sex) {
    case Sex::kUnknown:
      return "unknown";
    case Sex::kFemale:
      return "female";
    case Sex::kMale:
      return "male";
    case Sex::kOther:
      return "other";
  }
  return "unknown";
}

std::string WordsText(const PreparedName& name, int from, int count) {
  return absl::StrJoin(name.words.begin() + from, name.words.begin() + from + count, " ",
                       [](std::string* out, const NameWord& word) { out->append(word->native); });
}

class Explainer {
 public:
  Explainer(const Comparison& comparison, const Prepared& candidate, const Prepared& record)
      : c_(comparison), a_(candidate), b_(record) {}

  Evidence Run(const Weights& weights) {
    Names();
    Attribute(Field::kBirthDate, c_.attributes.birth,
              [](const Prepared& p, size_t i) { return Text(p.births[i]); });
    Countries();
    Attribute(Field::kSex, c_.attributes.sex,
              [](const Prepared& p, size_t) { return std::string(Text(p.sex)); });
    Attribute(Field::kIdentifier, c_.attributes.identifier,
              [](const Prepared& p, size_t i) { return p.identifiers[i].value; });
    Add({Field::kPrior, Level::kPriorOdds, "", "", weights.prior});
    if (c_.cap != 0) Add({Field::kCap, c_.cap_level, "", "", c_.cap});
    return std::move(evidence_);
  }

 private:
  void Names() {
    evidence_.band = c_.band;
    evidence_.contradicted = c_.contradicted;
    evidence_.need = c_.need;
    if (c_.candidate_name < 0) return;
    const PreparedName& left = a_.names[c_.candidate_name];
    const PreparedName& right = b_.names[c_.record_name];
    evidence_.candidate_name = left.source;
    evidence_.record_name = right.source;
    evidence_.weak_name = right.weak;
    evidence_.name_similarity = c_.name.similarity;
    for (const Part& part : c_.name.parts) {
      Add({Field::kName, part.level, WordsText(left, part.candidate, part.candidate_count),
           WordsText(right, part.record, part.record_count), part.bits});
    }
  }

  template <typename ValueOf>
  void Attribute(Field field, const Outcome& outcome, ValueOf value_of) {
    if (!outcome.compared) return;
    Add({field, outcome.level, value_of(a_, outcome.candidate), value_of(b_, outcome.record),
         outcome.bits});
  }

  void Countries() {
    const Outcome& outcome = c_.attributes.nationality;
    if (!outcome.compared) return;
    Add({Field::kNationality, outcome.level, absl::StrJoin(a_.nationalities, "|"),
         absl::StrJoin(b_.nationalities, "|"), outcome.bits});
  }

  void Add(Line line) {
    evidence_.total += line.bits;
    evidence_.lines.push_back(std::move(line));
  }

  const Comparison& c_;
  const Prepared& a_;
  const Prepared& b_;
  Evidence evidence_;
};

}  // namespace

Evidence Explain(const Comparison& comparison, const Prepared& candidate, const Prepared& record,
                 const Tables& tables) {
  return Explainer(comparison, candidate, record).Run(tables.weights);
}

Evidence Score(const Identity& candidate, const Identity& record, const Model& model) {
  const Tables& tables = model.tables();
  const Prepared left = Prepare(candidate, tables);
  const Prepared right = Prepare(record, tables);
  return Explain(CompareIdentities(left, right, tables, Band::kNone), left, right, tables);
}

std::string ToText(const Evidence& evidence) {
  std::string text =
      absl::StrFormat("%s %d similarity %d names %d/%d%s%s needs %s\n", Code(evidence.band),
                      evidence.total, evidence.name_similarity, evidence.candidate_name,
                      evidence.record_name, evidence.weak_name ? " weak" : "",
                      evidence.contradicted ? " contradicted" : "", Code(evidence.need));
  for (const Line& line : evidence.lines) {
    absl::StrAppendFormat(&text, "  %s %s [%s] [%s] %d\n", Code(line.field), Code(line.level),
                          line.candidate, line.record, line.bits);
  }
  return text;
}

}  // namespace probity::matching
