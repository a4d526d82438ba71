// The form: lines of identities (identity_text.h), and between them
//   + ID VERSION   a subject begins, added or replaced
//   - ID           a subject is removed
//   =              the next picture of the register, with what came since the last
//   ?              a candidate begins, who is sought in the last picture
#include "services/matching/index.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/matching/score.h"
#include "tests/fuzz/identity_text.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

constexpr size_t kMostCandidates = 4;
constexpr int64_t kMostPostings = 4 * 60'000;  // Of one search, as gather.cc has it.

uint64_t NumberOf(absl::string_view text) {
  uint64_t number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

std::string TextOf(const SearchResult& result) {
  std::string text = absl::StrCat(result.truncated, " ", static_cast<int>(result.reason), "\n");
  for (const Hit& hit : result.hits) {
    absl::StrAppend(&text, hit.subject, "@", hit.version, " ", ToText(hit.evidence));
  }
  return text;
}

// A register that is changed step by step, beside what it must then hold.
class Register {
 public:
  void Add(absl::string_view line) {
    if (line == "=") {
      Commit();
    } else if (line == "?") {
      candidates_.emplace_back();
      last_ = &candidates_.back();
    } else if (!line.empty() && line[0] == '+') {
      const std::vector<std::string> fields = absl::StrSplit(line, ' ');
      upserts_.push_back({.id = fields.size() > 1 ? NumberOf(fields[1]) : 0,
                          .version = fields.size() > 2 ? NumberOf(fields[2]) : 0});
      last_ = &upserts_.back().identity;
    } else if (!line.empty() && line[0] == '-') {
      removals_.push_back(NumberOf(line.substr(1)));
    } else if (last_ != nullptr) {
      AddLine(line, *last_);
    }
  }

  void Check() {
    Commit();
    Require(index_->size() == static_cast<int64_t>(subjects_.size()), "the size is the subjects'");
    std::vector<Subject> all;
    for (const auto& [id, subject] : subjects_) all.push_back(subject);
    const std::shared_ptr<const Index> at_once = Index::Build(BuiltIn(), all);
    const size_t count = std::min(candidates_.size(), kMostCandidates);
    for (size_t i = 0; i < count; ++i) CheckSearch(candidates_[i], *at_once);
  }

 private:
  void Commit() {
    last_ = nullptr;
    index_ = index_->With(upserts_, removals_);
    for (const Subject& subject : upserts_) subjects_[subject.id] = subject;
    for (uint64_t id : removals_) subjects_.erase(id);
    upserts_.clear();
    removals_.clear();
  }

  void CheckSearch(const Identity& candidate, const Index& at_once) const {
    const int limit = static_cast<int>(subjects_.size());
    const SearchResult found = index_->Search(candidate, {.limit = limit});
    Require(TextOf(found) == TextOf(at_once.Search(candidate, {.limit = limit})),
            "an answer does not depend on the steps");
    Require(found.truncated == (found.reason != Truncation::kNone), "a truncation has a reason");
    Require(found.postings_read <= kMostPostings, "a search has a budget");
    CheckHits(candidate, found);

    const SearchResult all = index_->Search(candidate, {.limit = limit, .exhaustive = true});
    std::map<uint64_t, std::string> texts;
    for (const Hit& hit : all.hits) texts[hit.subject] = ToText(hit.evidence);
    for (const Hit& hit : found.hits) {
      const auto same = texts.find(hit.subject);
      Require(same != texts.end() && same->second == ToText(hit.evidence),
              "an exhaustive search finds it too, for the same reasons");
    }
    const SearchResult few = index_->Search(candidate, {.limit = 1});
    Require(few.hits.size() <= 1, "a limit is one");
    Require(few.hits.empty() == found.hits.empty(), "a limit takes the best");
    Require(few.hits.empty() || few.hits[0].subject == found.hits[0].subject,
            "a limit takes the best");
  }

  void CheckHits(const Identity& candidate, const SearchResult& result) const {
    for (size_t i = 0; i < result.hits.size(); ++i) {
      const Hit& hit = result.hits[i];
      const auto subject = subjects_.find(hit.subject);
      Require(subject != subjects_.end(), "a hit is a live subject");
      Require(subject->second.version == hit.version, "a hit has its last version");
      Require(hit.evidence.band >= Band::kPossible, "a hit reaches the floor");
      Require(
          ToText(hit.evidence) == ToText(Score(candidate, subject->second.identity, *BuiltIn())),
          "a hit has the evidence that Score gives");
      Require(i == 0 || result.hits[i - 1].evidence.band >= hit.evidence.band,
              "the best hit is first");
    }
  }

  std::shared_ptr<const Index> index_ = Index::Build(BuiltIn(), {});
  std::map<uint64_t, Subject> subjects_;
  std::vector<Subject> upserts_;
  std::vector<uint64_t> removals_;
  std::vector<Identity> candidates_;
  Identity* last_ = nullptr;  // Whom the next line describes; null after a commit.
};

}  // namespace

void SearchIndex(absl::string_view input) {
  Register reg;
  for (absl::string_view line : absl::StrSplit(input, '\n')) reg.Add(line);
  reg.Check();
}

}  // namespace probity::matching::fuzz
