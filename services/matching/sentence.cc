#include "services/matching/sentence.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace probity::matching {
namespace {

std::string Bits(Millibits millibits) { return absl::StrFormat("%+.1f", millibits / 1000.0); }

std::string FullText(const Name& name) {
  if (!name.full.empty()) return name.full;
  std::vector<absl::string_view> parts;
  for (absl::string_view part : {absl::string_view(name.given), absl::string_view(name.patronymic),
                                 absl::string_view(name.family)}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

// What a level of a name's part means, of "a" and "b".
std::string PartText(const Line& line) {
  switch (line.level) {
    case Level::kExact:
      return line.record;
    case Level::kConflict:
      return absl::StrCat(line.candidate, " is not ", line.record);
    case Level::kMissingInRecord:
      return absl::StrCat(line.candidate, " is not on record");
    case Level::kMissingInCandidate:
      return absl::StrCat(line.record, " is not in the candidate's name");
    case Level::kCrossed:
      return "given and family name are exchanged";
    case Level::kChainReversed:
      return "father and son are exchanged";
    case Level::kPartOfName:
      return "only a part of the names agrees";
    default:
      return absl::StrCat(line.candidate, " as ", line.record, ", ", Code(line.level));
  }
}

std::string AttributeText(const Line& line) {
  const std::string level = absl::StrReplaceAll(absl::string_view(Code(line.level)), {{"_", " "}});
  const std::string field = absl::StrReplaceAll(absl::string_view(Code(line.field)), {{"_", " "}});
  if (line.candidate == line.record) {
    return absl::StrCat(field, " ", line.record, " on both sides, ", level);
  }
  return absl::StrCat(field, " ", line.candidate, " against ", line.record, ", ", level);
}

absl::string_view NeedText(Need need) {
  switch (need) {
    case Need::kNothing:
      return "";
    case Need::kFullBirthDate:
      return " A full date of birth on both sides would change most.";
    case Need::kIdentifier:
      return " An identifier of a type that the record has would change most.";
    case Need::kHuman:
      return " An equal identifier under another name or date of birth: a person must look.";
  }
  return "";
}

absl::string_view CapText(Level level) {
  return level == Level::kNameAlone ? "nothing but a name agrees"
                                    : "nothing but a name and a country agrees";
}

}  // namespace

std::string Sentence(const Evidence& evidence, const Identity& candidate, const Identity& record) {
  std::vector<std::string> clauses;
  Millibits prior = 0;
  for (const Line& line : evidence.lines) {
    if (line.field == Field::kPrior) {
      prior += line.bits;
      continue;
    }
    const std::string text = line.field == Field::kName  ? PartText(line)
                             : line.field == Field::kCap ? std::string(CapText(line.level))
                                                         : AttributeText(line);
    clauses.push_back(absl::StrCat(text, " (", Bits(line.bits), ")"));
  }
  std::string names = "No name to compare";
  if (evidence.candidate_name >= 0) {
    names = absl::StrCat("\"", FullText(candidate.names[evidence.candidate_name]), "\" and \"",
                         FullText(record.names[evidence.record_name]), "\"");
  }
  if (evidence.weak_name) absl::StrAppend(&names, " (a weak alias)");
  std::string sentence = absl::StrFormat(
      "%s: %s. Evidence %s bits, prior %s, together %s: %s%s.%s", names,
      absl::StrJoin(clauses, "; "), Bits(evidence.total - prior), Bits(prior), Bits(evidence.total),
      Code(evidence.band), evidence.contradicted ? ", contradicted" : "", NeedText(evidence.need));
  for (char& c : sentence) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  return sentence;
}

}  // namespace probity::matching
