// Makes data/readings.txt: which Latin sounds the letters of other scripts stand for.
//   readings FOLDER > services/matching/data/readings.txt
// FOLDER holds the inputs named in data/README.md. From pairs of a Latin and a native word it
// learns, by expectation maximisation over all ways to cut the Latin sound into one piece for each
// native letter, how probable each piece is (a unigram model of joint segmentation, as in
// Jiampojamarn, Kondrak and Sherif, "Applying Many-to-Many Alignments", 2007). Words are half of
// the input: those that `Learns` takes; the others are to check on. The same inputs give the same
// bytes.
#include "services/matching/readings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/matching/learn/halves.h"
#include "services/matching/model.h"
#include "services/matching/normalize.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr int kRounds = 12;
constexpr int kRoundsBeforeSorting = 4;  // Then pairs that are no spellings of each other go.
constexpr double kWorstKept = 3.2;       // Bits a unit or sound, whichever are more.
constexpr double kRarestReading = 0.004;
constexpr double kFloor = 1e-4;
constexpr int kFewestMet = 3;

struct Language {
  const char* name;
  size_t longest;  // Reading of one unit.
};
constexpr Language kLanguages[] = {{"arabic", 3}, {"russian", 3},  {"hebrew", 3},
                                   {"korean", 2}, {"katakana", 3}, {"chinese", 5}};

struct Pair {
  std::vector<char32_t> units;
  std::string sound;
  double weight = 1;
};

class Learner {
 public:
  Learner(std::vector<Pair> pairs, size_t longest) : pairs_(std::move(pairs)), longest_(longest) {}

  void Run() {
    for (int round = 0; round < kRounds; ++round) {
      counts_.clear();
      const bool sort = round >= kRoundsBeforeSorting;
      for (const Pair& pair : pairs_) Count(pair, round == 0, sort);
      Normalise();
    }
  }

  // Costs from the most probable reading on.
  void Print(std::ostream& out) const {
    std::map<char32_t, std::vector<std::pair<double, std::string>>> by_unit;
    for (const auto& [key, probability] : probabilities_) {
      if (probability >= kRarestReading) by_unit[key.first].emplace_back(probability, key.second);
    }
    for (auto& [unit, readings] : by_unit) {
      if (totals_.at(unit) < kFewestMet) continue;
      std::sort(readings.rbegin(), readings.rend());
      std::string line;
      AppendUtf8(unit, line);
      for (const auto& [probability, sounds] : readings) {
        const double bits = std::log2(readings[0].first / probability);
        absl::StrAppend(&line, " ", sounds.empty() ? "-" : sounds, " ",
                        std::lround(bits * 20) * 50);
      }
      out << line << "\n";
    }
  }

 private:
  using Key = std::pair<char32_t, std::string>;

  static void AppendUtf8(char32_t c, std::string& out) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      out.push_back(static_cast<char>(0xC0 | c >> 6));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
      out.push_back(static_cast<char>(0xE0 | c >> 12));
      out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
  }

  double ProbabilityOf(char32_t unit, const std::string& sounds, bool first) const {
    // At first all are equal, but one sound for one unit is likelier.
    if (first) return sounds.size() == 1 ? 0.02 : 0.002;
    const auto found = probabilities_.find({unit, sounds});
    return found == probabilities_.end() ? kFloor : std::max(found->second, kFloor);
  }

  // Adds the pair's expected counts (forward and backward over all segmentations).
  void Count(const Pair& pair, bool first, bool sort) {
    const size_t n = pair.units.size();
    const size_t m = pair.sound.size();
    std::vector<std::vector<double>> forward(n + 1, std::vector<double>(m + 1));
    std::vector<std::vector<double>> backward = forward;
    forward[0][0] = 1;
    backward[n][m] = 1;
    // Of unit i, from sound j, by length: asked twice.
    std::vector<std::array<double, kMaxReading + 1>> step(n * (m + 1));
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j <= m; ++j) {
        for (size_t length = 0; length <= longest_ && j + length <= m; ++length) {
          const double p = ProbabilityOf(pair.units[i], pair.sound.substr(j, length), first);
          step[i * (m + 1) + j][length] = p;
          forward[i + 1][j + length] += forward[i][j] * p;
        }
      }
    }
    const double all = forward[n][m];
    if (all <= 0) return;
    const double bits = -std::log2(all) / static_cast<double>(std::max(n, m));
    if (sort && bits > kWorstKept) return;
    for (size_t i = n; i-- > 0;) {
      for (size_t j = 0; j <= m; ++j) {
        for (size_t length = 0; length <= longest_ && j + length <= m; ++length) {
          const double p = step[i * (m + 1) + j][length];
          const double after = backward[i + 1][j + length];
          backward[i][j] += p * after;
          const double share = forward[i][j] * p * after / all;
          if (share > 1e-6) {
            counts_[{pair.units[i], pair.sound.substr(j, length)}] += share * pair.weight;
          }
        }
      }
    }
  }

  void Normalise() {
    totals_.clear();
    for (const auto& [key, count] : counts_) totals_[key.first] += count;
    probabilities_.clear();
    for (const auto& [key, count] : counts_) probabilities_[key] = count / totals_[key.first];
  }

  struct Hash {
    size_t operator()(const Key& key) const {
      return std::hash<std::string>()(key.second) * 1000003 + key.first;
    }
  };

  const std::vector<Pair> pairs_;
  const size_t longest_;
  std::unordered_map<Key, double, Hash> counts_;
  std::map<Key, double> probabilities_;
  std::map<char32_t, double> totals_;
};

std::vector<Pair> ReadPairs(const std::string& path, const Tables& tables) {
  std::ifstream in(path);
  if (!in) std::cerr << "cannot read " << path << "\n";
  std::vector<Pair> pairs;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    double count = 0;
    if (fields.size() != 3 || !absl::SimpleAtod(fields[2], &count)) continue;
    const std::string native = absl::StrReplaceAll(fields[1], {{" ", ""}});
    if (!Learns(native)) continue;
    const std::vector<RawWord> latin = SplitWords(fields[0], tables);
    const std::vector<RawWord> letters = SplitWords(native, tables);
    if (latin.size() != 1 || letters.size() != 1) continue;
    const std::string sound = MakeWord(latin[0], tables).sound;
    std::vector<char32_t> units = UnitsOf(letters[0].native);
    if (sound.empty() || sound.size() > 24 || units.size() > 24) continue;
    // A name that many bear tells little more than one that few do.
    pairs.push_back({std::move(units), sound, 1 + std::log2(count)});
  }
  return pairs;
}

// The Latin spellings that one native word has, each against each.
std::vector<Pair> ReadSpellings(const std::string& folder, const Tables& tables) {
  std::map<std::string, std::map<std::string, double>> by_native;
  for (const char* language : {"arabic", "russian", "hebrew"}) {
    std::ifstream in(absl::StrCat(folder, "/wikidata_name_tokens_", language, ".tsv"));
    for (std::string line; std::getline(in, line);) {
      const std::vector<std::string> fields = absl::StrSplit(line, '\t');
      double count = 0;
      if (fields.size() != 3 || !absl::SimpleAtod(fields[2], &count) || count < 2) continue;
      const std::string native = absl::StrReplaceAll(fields[1], {{" ", ""}});
      const std::vector<RawWord> latin = SplitWords(fields[0], tables);
      if (!Learns(native) || latin.size() != 1) continue;
      const Word word = MakeWord(latin[0], tables);
      if (word.latin.size() > 2 && !word.sound.empty()) by_native[native][word.latin] += count;
    }
  }
  std::vector<Pair> pairs;
  for (const auto& [native, spellings] : by_native) {
    if (spellings.size() < 2 || spellings.size() > 8) continue;
    for (const auto& [left, left_count] : spellings) {
      for (const auto& [right, right_count] : spellings) {
        const Word word = MakeLatinWord(right, tables);
        if (left == right || left[0] != right[0]) continue;
        pairs.push_back(
            {UnitsOf(left), word.sound, 1 + std::log2(std::min(left_count, right_count))});
      }
    }
  }
  return pairs;
}

int Main(const std::string& folder) {
  const auto model = Model::BuiltIn();
  if (!model.ok()) return 1;
  std::cout << "# Made by learn/readings.cc: a letter, and its readings in Latin sounds with the "
               "bits by which\n"
               "# each is rarer than the usual one (1000 = one bit; \"-\" is silence).\n"
               "unheard 7000\n";
  for (const Language& language : kLanguages) {
    const std::string path = absl::StrCat(folder, "/wikidata_name_tokens_", language.name, ".tsv");
    Learner learner(ReadPairs(path, (*model)->tables()), language.longest);
    learner.Run();
    std::cout << "# " << language.name << "\n";
    learner.Print(std::cout);
  }
  Learner learner(ReadSpellings(folder, (*model)->tables()), 2);
  learner.Run();
  std::cout << "# latin\n";
  learner.Print(std::cout);
  return 0;
}

}  // namespace
}  // namespace probity::matching

int main(int argc, char** argv) { return argc == 2 ? probity::matching::Main(argv[1]) : 2; }
