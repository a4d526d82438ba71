#include "services/matching/names.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/likeness.h"
#include "services/matching/shapes.h"

namespace probity::matching {
namespace {

using NameWords = std::vector<NameWord>;

bool IsName(const Word& word) { return word.role == Role::kName || word.role == Role::kInitial; }

// Of scripts that ICU alone reads, good agreements look weak too.
bool IsReadWell(const Word& word) { return word.script != Script::kLoose || !word.units.empty(); }

// Between the likenesses that weights.txt has shares for, in proportion.
int ShareOf(int similarity, const Weights& w) {
  struct Knot {
    int similarity;
    Millibits share;
  };
  const Knot knots[] = {{750, w.near_75}, {850, w.near_85}, {930, w.near_93}, {1000, 1000}};
  if (similarity < knots[0].similarity) return 0;
  for (size_t i = 1; i < std::size(knots); ++i) {
    const Knot& from = knots[i - 1];
    const Knot& to = knots[i];
    if (similarity > to.similarity) continue;
    return from.share + (to.share - from.share) * (similarity - from.similarity) /
                            (to.similarity - from.similarity);
  }
  return 1000;
}

// What an agreement of this likeness is worth between these two words.
Millibits Gain(const Word& a, const Word& b, Likeness likeness, const Weights& w) {
  const Millibits worth = std::min(a.worth, b.worth);
  int share = 0;
  if (likeness.level == Level::kExact) {
    share = 1000;
  } else if (likeness.level == Level::kNickname) {
    share = w.nickname;
  } else if (likeness.level == Level::kInitial) {
    // By the full word's worth: an initial itself has little.
    return std::min(std::max(a.worth, b.worth) * w.initial / 1000, 3000);
  } else {
    share = ShareOf(likeness.similarity, w);
  }
  return static_cast<Millibits>(int64_t{worth} * share / 1000);
}

class Aligner {
 public:
  Aligner(const PreparedName& candidate, const PreparedName& record, const Tables& tables)
      : a_(candidate.words),
        b_(record.words),
        east_asian_(candidate.east_asian && record.east_asian),
        vietnamese_(candidate.vietnamese && record.vietnamese),
        tables_(tables),
        w_(tables.weights) {}

  NameComparison Run() {
    PairBest();
    PenaliseOrder();
    CountLeftovers();
    const int64_t all = int64_t{result_.agreement} + against_;
    result_.similarity = all <= 0 ? 0 : static_cast<int>(result_.agreement * int64_t{1000} / all);
    CountWeakest();
    CountPart();
    result_.bits = 0;
    for (const Part& part : result_.parts) result_.bits += part.bits;
    return std::move(result_);
  }

 private:
  using Places = absl::InlinedVector<int8_t, kMaxWords>;
  using Cells = std::vector<Part>;

  // Equal words first; then, of words that are only alike and of words joined, the pair worth most;
  // among equals the one that keeps the order.
  void PairBest() {
    Cells exact, alike;
    for (size_t i = 0; i < a_.size(); ++i) {
      for (size_t j = 0; j < b_.size(); ++j) {
        const Likeness likeness = Alike(*a_[i], *b_[j]);
        if (likeness.similarity == 0) continue;
        const Millibits gain = Gain(*a_[i], *b_[j], likeness, w_);
        if (gain <= 0) continue;
        Cells& cells = likeness.level == Level::kExact ? exact : alike;
        cells.push_back({likeness.level, gain, int8_t(i), 1, int8_t(j), 1});
      }
    }
    TakeBest(exact);
    AddJoined(alike);
    TakeBest(alike);
  }

  Likeness Alike(const Word& a, const Word& b) const {
    const Likeness likeness = Compare(a, b, tables_, east_asian_);
    if (likeness.level != Level::kSpelling) return likeness;
    const bool other =
        (east_asian_ && !MayBeSameSyllables(a, b)) || (vietnamese_ && a.latin != b.latin);
    return other ? Likeness{} : likeness;
  }

  void TakeBest(Cells& cells) {
    std::sort(cells.begin(), cells.end(), [](const Part& x, const Part& y) {
      const auto key = [](const Part& c) {
        return std::make_tuple(-c.bits, std::abs(c.candidate - c.record), c.candidate, c.record,
                               c.candidate_count, c.record_count);
      };
      return key(x) < key(y);
    });
    for (const Part& cell : cells) {
      if (AnyUsed(used_a_, cell.candidate, cell.candidate_count) ||
          AnyUsed(used_b_, cell.record, cell.record_count)) {
        continue;
      }
      Take(cell);
      if (cell.level == Level::kJoined) continue;
      // What a spelling lacks to an exact agreement speaks against, by half.
      const Word& a = *a_[cell.candidate];
      const Word& b = *b_[cell.record];
      const Millibits full = std::min(a.worth, b.worth);
      if (a.script != b.script && IsReadWell(a) && IsReadWell(b) && full > 0) {
        weakest_ = std::min(weakest_, static_cast<int>(int64_t{cell.bits} * 1000 / full));
      }
      against_ += int64_t{std::max(0, full - cell.bits)} * w_.shortfall / 1000;
    }
  }

  void Take(Part part) {
    for (int i = 0; i < part.candidate_count; ++i) used_a_[part.candidate + i] = true;
    for (int j = 0; j < part.record_count; ++j) used_b_[part.record + j] = true;
    result_.agreement += part.bits;
    const int names = std::min(CountNames(a_, part.candidate, part.candidate_count),
                               CountNames(b_, part.record, part.record_count));
    const int joined = std::max(part.candidate_count, part.record_count);
    if (names > 0 && part.level != Level::kInitial) result_.agreeing_words += std::min(joined, 2);
    result_.parts.push_back(part);
  }

  static int CountNames(const NameWords& words, int from, int count) {
    return static_cast<int>(std::count_if(words.begin() + from, words.begin() + from + count,
                                          [](const NameWord& word) { return IsName(*word); }));
  }

  // "Jean Pierre" and "Jeanpierre", "al Rashid" and "Alrashid", "Jong Un" and "정은",
  // "Zia ur Rahman" and "Ziaurrahman": two or three words here, one there.
  void AddJoined(Cells& cells) const {
    for (int count : {2, 3}) {
      for (size_t i = 0; i + count <= a_.size(); ++i) {
        for (size_t j = 0; j < b_.size(); ++j) {
          if (used_b_[j] || AnyUsed(used_a_, i, count)) continue;
          const Millibits gain = JoinedGain(a_, i, count, *b_[j]);
          if (gain > 0) {
            cells.push_back({Level::kJoined, gain, int8_t(i), int8_t(count), int8_t(j), 1});
          }
        }
      }
      for (size_t j = 0; j + count <= b_.size(); ++j) {
        for (size_t i = 0; i < a_.size(); ++i) {
          if (used_a_[i] || AnyUsed(used_b_, j, count)) continue;
          const Millibits gain = JoinedGain(b_, j, count, *a_[i]);
          if (gain > 0) {
            cells.push_back({Level::kJoined, gain, int8_t(i), 1, int8_t(j), int8_t(count)});
          }
        }
      }
    }
  }

  static bool AnyUsed(const std::array<bool, kMaxWords>& used, size_t from, int count) {
    return std::any_of(used.begin() + from, used.begin() + from + count, [](bool b) { return b; });
  }

  Millibits JoinedGain(const NameWords& words, size_t from, int count, const Word& whole) const {
    const Script script = words[from]->script;
    size_t length = 0;
    int names = 0;
    for (int k = 0; k < count; ++k) {
      const Word& word = *words[from + k];
      if (word.script != script || word.latin.empty()) return 0;
      names += IsName(word);
      if (IsJoined(word)) length += word.latin.size();
    }
    // Three words are joined only around a particle.
    if (names == 0 || names == 3 || whole.latin.size() < 4 || length < 4) return 0;
    if (length > whole.latin.size() + 3 || whole.latin.size() > length + 3) return 0;
    const auto parts = absl::MakeConstSpan(words).subspan(from, count);
    const Shape shape = JoinedShape(parts);
    if (!MayBeAlike(shape, whole.shape)) return 0;
    const Word joined = Join(parts, shape, whole.worth);
    const Likeness likeness = Alike(joined, whole);
    return likeness.similarity < 850 ? 0 : Gain(joined, whole, likeness, w_);
  }

  // An Arabic article is often left out where the name is one word in Latin.
  static bool IsJoined(const Word& word) { return word.script != Script::kAbjad || IsName(word); }

  static Shape JoinedShape(absl::Span<const NameWord> words) {
    Shape joined{.start = words[0]->shape.start, .letter = words[0]->shape.letter, .folds = true};
    for (const NameWord& word : words) {
      const Shape& shape = word->shape;
      if (shape.letters == 0) return {};
      joined.letters = Together(joined.letters, shape.letters);
      joined.consonants = Together(joined.consonants, shape.consonants);
      joined.latin += shape.latin;
      joined.sound += shape.sound;
      joined.folds &= shape.folds;
    }
    return joined;
  }

  static Word Join(absl::Span<const NameWord> words, const Shape& shape, Millibits worth) {
    Word joined{.shape = shape, .script = words[0]->script, .worth = worth};
    for (const NameWord& word : words) {
      if (!IsJoined(*word)) continue;
      joined.latin += word->latin;
      joined.sound += word->sound;
      joined.skeleton += word->skeleton;
      joined.units.insert(joined.units.end(), word->units.begin(), word->units.end());
    }
    return joined;
  }

  void PenaliseOrder() {
    bool chain_a = false, chain_b = false;
    for (const NameWord& word : a_) chain_a |= word->role == Role::kLink;
    for (const NameWord& word : b_) chain_b |= word->role == Role::kLink;
    bool reversed = false;
    int crossed = 0;
    for (const Part& x : result_.parts) {
      const NameWord& left = a_[x.candidate];
      const NameWord& right = b_[x.record];
      if (!IsName(*left) || !IsName(*right)) continue;
      crossed += (left.tag == Tag::kGiven && right.tag == Tag::kFamily) ||
                 (left.tag == Tag::kFamily && right.tag == Tag::kGiven);
      for (const Part& y : result_.parts) {
        const bool names = IsName(*a_[y.candidate]) && IsName(*b_[y.record]);
        reversed |= names && x.candidate < y.candidate && x.record > y.record;
      }
    }
    if (chain_a && chain_b && reversed) {
      Against({Level::kChainReversed, w_.chain_reversed}, -w_.chain_reversed);
    } else if (crossed >= 2) {
      Against({Level::kCrossed, w_.crossed}, -w_.crossed);
    }
  }

  void Against(Part part, int64_t weight) {
    result_.parts.push_back(part);
    against_ += weight;
  }

  // A leftover on both sides is a conflict; on one side, nearly nothing.
  void CountLeftovers() {
    const Places left = Leftovers(a_, used_a_);
    const Places right = Leftovers(b_, used_b_);
    result_.whole = left.empty() && right.empty();
    const size_t pairs = std::min(left.size(), right.size());
    for (size_t k = 0; k < pairs; ++k) {
      const Word& a = *a_[left[k]];
      const Word& b = *b_[right[k]];
      const bool initial = a.role == Role::kInitial || b.role == Role::kInitial;
      const Millibits worth = initial ? std::min(a.worth, b.worth) : std::max(a.worth, b.worth);
      const int64_t weight =
          int64_t{std::max(worth, w_.conflict_floor)} * w_.conflict_factor / 1000;
      Against({Level::kConflict, w_.conflict_bits, left[k], 1, right[k], 1},
              initial ? weight : weight * ShareOfConflict(a, b) / 1000);
    }
    for (size_t k = pairs; k < left.size(); ++k) {
      Against({Level::kMissingInRecord, w_.missing_bits, left[k], 1, 0, 0},
              int64_t{a_[left[k]]->worth} * w_.missing_in_record / 1000);
    }
    for (size_t k = pairs; k < right.size(); ++k) {
      Against({Level::kMissingInCandidate, w_.missing_bits, 0, 0, right[k], 1},
              int64_t{b_[right[k]]->worth} * w_.missing_in_candidate / 1000);
    }
  }

  // Where more agrees than not, two words that are nearly alike may be one that somebody misspelt:
  // they count less against it.
  int ShareOfConflict(const Word& a, const Word& b) const {
    const bool syllables = vietnamese_ || (east_asian_ && a.shape.folds && b.shape.folds);
    if (syllables || result_.agreement <= against_) return 1000;
    const int near = Nearness(a, b) - w_.conflict_near_from;
    const int range = w_.conflict_near_to - w_.conflict_near_from;
    return 1000 - std::clamp(1000 * near / range, 0, w_.conflict_relief);
  }

  // Between two scripts a word that is only just alike may as well be another one, and the more so
  // the fewer words there are: names that differ in one word share all others.
  void CountWeakest() {
    const int names = std::min(CountNames(a_, 0, static_cast<int>(a_.size())),
                               CountNames(b_, 0, static_cast<int>(b_.size())));
    if (names < 2 || weakest_ >= w_.weak_share) return;
    const int lack = (w_.weak_share - weakest_) * w_.weak_factor / 1000 / names;
    result_.similarity = std::max(0, result_.similarity - lack);
  }

  // The less the names are alike, the less what agrees of them counts.
  void CountPart() {
    const int lacking = w_.part_similarity - result_.similarity;
    if (lacking <= 0 || result_.agreement == 0) return;
    result_.parts.push_back(
        {Level::kPartOfName,
         static_cast<Millibits>(-int64_t{result_.agreement} * lacking / w_.part_similarity)});
  }

  // Name words that met nothing, the rarest first.
  static Places Leftovers(const NameWords& words, const std::array<bool, kMaxWords>& used) {
    Places left;
    for (size_t i = 0; i < words.size(); ++i) {
      if (!used[i] && IsName(*words[i])) left.push_back(static_cast<int8_t>(i));
    }
    std::sort(left.begin(), left.end(), [&](int8_t x, int8_t y) {
      return std::make_tuple(-words[x]->worth, x) < std::make_tuple(-words[y]->worth, y);
    });
    return left;
  }

  const NameWords& a_;
  const NameWords& b_;
  const bool east_asian_;
  const bool vietnamese_;
  const Tables& tables_;
  const Weights& w_;
  std::array<bool, kMaxWords> used_a_{};
  std::array<bool, kMaxWords> used_b_{};
  int64_t against_ = 0;
  int weakest_ = 1000;  // The least share of a word that two scripts agree on.
  NameComparison result_;
};

}  // namespace

NameComparison CompareNames(const PreparedName& candidate, const PreparedName& record,
                            const Tables& tables) {
  return Aligner(candidate, record, tables).Run();
}

}  // namespace probity::matching
