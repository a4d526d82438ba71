// The policy against golden/policy.txt, whose head explains the lines.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "services/screening/policy.h"
#include "services/screening/policy_rows.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace probity::screening {
namespace {

using Record = v1::ScreeningRecord;
constexpr char kFile[] = "tests/services/screening/golden/policy.txt";

struct Seen {
  int record_class;
  int family;
  int purpose;
  bool serious;
  auto operator<=>(const Seen&) const = default;
};

class Lines {
 public:
  Lines() {
    const std::string text =
        absl::StrCat(test::ReadGolden("services/screening/policy/1.table"),
                     test::ReadGolden("tests/services/screening/golden/agreements.table"));
    absl::StatusOr<Policy> policy = ParsePolicy("test", text);
    EXPECT_THAT(policy, test::IsOk());
    policy_ = *std::move(policy);
    for (const PolicyRow& row : SplitRows(text)) {
      if (row.words[0] != "group") continue;
      EXPECT_THAT(groups_.Add(row.words[1], row.words[2]), test::IsOk());
    }
  }

  std::string Answer(absl::string_view left) {
    // Sets use the bar too; the three parts are told by " | ".
    const std::vector<std::string> columns = absl::StrSplit(left, " | ");
    if (columns.size() != 3) return "NOT UNDERSTOOD";
    std::vector<std::vector<Met>> worlds = {{}};
    for (absl::string_view match : absl::StrSplit(columns[0], " + ")) AddMatch(match, worlds);
    std::set<std::string> answers;
    for (const std::vector<Met>& met : worlds) {
      for (const Question& question : Questions(columns[1], columns[2])) {
        answers.insert(Ask(question, met));
      }
    }
    return answers.size() == 1 ? *answers.begin()
                               : absl::StrCat("DIFFERS: ", absl::StrJoin(answers, " / "));
  }

  const std::set<Seen>& seen() const { return seen_; }
  const Policy& policy() const { return policy_; }

 private:
  EnumSet Set(const google::protobuf::EnumDescriptor& type, absl::string_view words) {
    const absl::StatusOr<EnumSet> set = groups_.Resolve(type, words);
    EXPECT_THAT(set, test::IsOk()) << words;
    return set.value_or(0);
  }

  // Multiplies the worlds by the ways in which the match can be.
  void AddMatch(absl::string_view text, std::vector<std::vector<Met>>& worlds) {
    text = absl::StripAsciiWhitespace(text);
    if (text == "nothing") return;
    std::vector<Met> ways = {{.confirmed = !absl::ConsumePrefix(&text, "open "), .records = {}}};
    for (absl::string_view record : absl::StrSplit(text, " and ")) {
      std::vector<Met> longer;
      for (const RecordFact& fact : Facts(record)) {
        for (Met way : ways) {
          way.records.push_back(fact);
          longer.push_back(std::move(way));
        }
      }
      ways = std::move(longer);
    }
    std::vector<std::vector<Met>> product;
    for (const Met& way : ways) {
      for (std::vector<Met> world : worlds) {
        world.push_back(way);
        product.push_back(std::move(world));
      }
    }
    worlds = std::move(product);
  }

  std::vector<RecordFact> Facts(absl::string_view text) {
    const std::vector<absl::string_view> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
    RecordFact fact;
    fact.effective_from = "2020-05-01";
    EnumSet statuses = EnumSet{1} << Record::ACTIVE;
    for (size_t i = 2; i < words.size(); ++i) {
      const std::pair<std::string, std::string> pair =
          absl::StrSplit(words[i], absl::MaxSplits('=', 1));
      if (pair.first == "serious") fact.serious = true;
      if (pair.first == "scope") fact.bar_scope = *ParseMember<Record::BarScope>(pair.second);
      if (pair.first == "status") statuses = Set(*Record::RecordStatus_descriptor(), pair.second);
      if (pair.first == "expires") fact.expires_on = *ParseDay(pair.second);
      if (pair.first == "deferred") fact.deferment_ends_on = *ParseDay(pair.second);
      if (pair.first == "owner") fact.owner = absl::StrCat("missions/", pair.second);
      if (pair.first == "source") fact.source = pair.second;
    }
    const EnumSet families = Set(*v1::MisconductType::Family_descriptor(), words[1]);
    const EnumSet classes = Set(*Record::RecordClass_descriptor(), words[0]);
    std::vector<RecordFact> facts;
    for (int record_class = 1; record_class < kClasses; ++record_class) {
      for (int family = 1; family < kFamilies; ++family) {
        for (int status = 1; status < kStatuses; ++status) {
          if (!Contains(classes, record_class) || !Contains(families, family)) continue;
          if (!Contains(statuses, status)) continue;
          facts.push_back(fact);
          facts.back().record_class = static_cast<Record::RecordClass>(record_class);
          facts.back().family = static_cast<v1::MisconductType::Family>(family);
          facts.back().status = static_cast<Record::RecordStatus>(status);
        }
      }
    }
    return facts;
  }

  std::vector<Question> Questions(absl::string_view text, absl::string_view agreement) {
    Question question = {.agreement = policy_.FindAgreement(absl::StrCat("agreements/", agreement)),
                         .channel = {},
                         .purpose = {},
                         .mission = "",
                         .day = absl::CivilDay(2026, 3, 1),
                         .identity_sufficient = true,
                         .search_complete = true};
    EXPECT_NE(question.agreement, nullptr) << agreement;
    const std::vector<absl::string_view> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
    for (size_t i = 2; i < words.size(); ++i) {
      absl::string_view word = words[i];
      if (word == "identity=poor") question.identity_sufficient = false;
      if (word == "search=cut") question.search_complete = false;
      if (absl::ConsumePrefix(&word, "mission=")) {
        question.mission = *missions_.insert(absl::StrCat("missions/", word)).first;
      }
    }
    const EnumSet purposes = Set(*v1::Purpose_descriptor(), words[0]);
    const EnumSet channels = Set(*v1::ScreeningChannel_descriptor(), words[1]);
    std::vector<Question> questions;
    for (int purpose = 1; purpose < kPurposes; ++purpose) {
      for (int channel = 1; channel < kChannels; ++channel) {
        if (!Contains(purposes, purpose) || !Contains(channels, channel)) continue;
        questions.push_back(question);
        questions.back().purpose = static_cast<v1::Purpose>(purpose);
        questions.back().channel = static_cast<v1::ScreeningChannel>(channel);
      }
    }
    return questions;
  }

  std::string Ask(const Question& question, const std::vector<Met>& met) {
    if (met.size() == 1 && met[0].confirmed && met[0].records.size() == 1) {
      const RecordFact& record = met[0].records[0];
      seen_.insert({record.record_class, record.family, question.purpose, record.serious});
    }
    const screening::Answer answer = Decide(policy_, question, met);
    if (answer.decision == v1::DECISION_UNSPECIFIED) return "no decision";
    std::string text = v1::Decision_Name(answer.decision);
    if (answer.reason != v1::REASON_CODE_UNSPECIFIED) {
      absl::StrAppend(&text, ", ", v1::ReasonCode_Name(answer.reason));
    }
    if (absl::StartsWith(answer.contact, "missions/"))
      absl::StrAppend(&text, "; ask ", answer.contact);
    return text;
  }

  Policy policy_;
  Groups groups_;
  std::set<std::string> missions_;
  std::set<Seen> seen_;
};

TEST(PolicyGolden, AnswersWhatTheFileSays) {
  Lines lines;
  std::vector<std::string> written;
  for (absl::string_view line : absl::StrSplit(test::ReadGolden(kFile), '\n')) {
    const size_t arrow = line.find(" ->");
    if (line.empty() || line[0] == '#' || arrow == absl::string_view::npos) {
      written.emplace_back(line);
      continue;
    }
    written.push_back(
        absl::StrCat(line.substr(0, arrow), " -> ", lines.Answer(line.substr(0, arrow))));
  }
  test::ExpectGolden(kFile, absl::StrJoin(written, "\n"));
}

TEST(PolicyGolden, NoClassFamilyAndPurposeIsMissingFromTheFile) {
  Lines lines;
  for (absl::string_view line : absl::StrSplit(test::ReadGolden(kFile), '\n')) {
    const size_t arrow = line.find(" ->");
    if (!line.empty() && line[0] != '#' && arrow != absl::string_view::npos) {
      lines.Answer(line.substr(0, arrow));
    }
  }
  for (int record_class = 1; record_class < kClasses; ++record_class) {
    for (int family = 1; family < kFamilies; ++family) {
      for (int purpose = 1; purpose < kPurposes; ++purpose) {
        if (Contains(lines.policy().undecided, purpose)) continue;
        for (const bool serious : {false, true}) {
          EXPECT_TRUE(lines.seen().contains({record_class, family, purpose, serious}))
              << record_class << " " << family << " " << purpose << " " << serious;
        }
      }
    }
  }
}

}  // namespace
}  // namespace probity::screening
