// SimString (Okazaki and Tsujii 2010) with the options of its own program: trigrams, cosine of 0.6
// and more. It answers in no order, so that ranking is ours, and measured:  simstring_peer FOLDER >
// ANSWERS
#include <simstring/simstring.h>
#include <stdlib.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "tests/bench/peers/rounds.h"

namespace probity::bench {
namespace {

constexpr int kLetters = 3;
constexpr double kAtLeast = 0.6;

std::string Folded(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(letter));
  return text;
}

using Trigrams = std::vector<uint32_t>;

Trigrams TrigramsOf(const std::string& text) {
  Trigrams trigrams;
  for (size_t i = 0; i + kLetters <= text.size(); ++i) {
    trigrams.push_back(static_cast<uint32_t>(text[i]) << 16 |
                       static_cast<uint32_t>(text[i + 1]) << 8 |
                       static_cast<uint32_t>(text[i + 2]));
  }
  std::sort(trigrams.begin(), trigrams.end());
  return trigrams;
}

struct Counted {
  size_t count = 0;

  using value_type = uint32_t;
  void push_back(uint32_t) { ++count; }
};

double Cosine(const Trigrams& one, const Trigrams& other) {
  Counted shared;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
                        std::back_inserter(shared));
  return static_cast<double>(shared.count) /
         std::sqrt(static_cast<double>(one.size() * other.size()));
}

class SimStringPeer : public Peer {
 public:
  // `rows` has the first row of each text in the database.
  SimStringPeer(const std::string& database, std::unordered_map<std::string, uint64_t> rows)
      : rows_(std::move(rows)) {
    reader_.open(database);
  }

  std::vector<uint64_t> Find(const std::string& query) override {
    const std::string folded = Folded(query);
    std::vector<std::string> found;
    reader_.retrieve(folded, simstring::cosine, kAtLeast, std::back_inserter(found));
    const Trigrams sought = TrigramsOf(folded);
    std::vector<std::pair<double, const std::string*>> ranked;
    ranked.reserve(found.size());
    for (const std::string& text : found) {
      ranked.emplace_back(-Cosine(sought, TrigramsOf(text)), &text);
    }
    const size_t best = std::min(kResults, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(best), ranked.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<uint64_t> rows;
    for (size_t i = 0; i < best; ++i) rows.push_back(rows_.at(*ranked[i].second));
    return rows;
  }

 private:
  const std::unordered_map<std::string, uint64_t> rows_;
  simstring::reader reader_;
};

int Run(const std::string& folder) {
  const Sample sample(folder);
  // It returns texts: one that is there twice is asked for once, which is to its advantage.
  std::unordered_map<std::string, uint64_t> rows;
  for (size_t row = 0; row < sample.names.size(); ++row) {
    rows.emplace(Folded(sample.names[row]), row);
  }
  const std::string place = folder + "/simstring";
  std::filesystem::create_directories(place);
  const std::string database = place + "/names";
  const Stopwatch watch;
  {
    simstring::ngram_generator trigrams(kLetters, false);
    simstring::writer_base<std::string> writer(trigrams, database);
    for (const auto& [text, row] : rows) writer.insert(text);
    if (!writer.close()) return 1;
  }
  Built built{.seconds = watch.microseconds() / 1e6};
  for (const auto& file : std::filesystem::directory_iterator(place)) {
    built.bytes += file.file_size();
  }
  SimStringPeer peer(database, std::move(rows));
  Measure(peer, built, sample.warm_up, sample.queries, std::cout);
  return 0;
}

}  // namespace
}  // namespace probity::bench

int main(int argc, char** argv) { return argc == 2 ? probity::bench::Run(argv[1]) : 2; }
