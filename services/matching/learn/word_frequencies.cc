// Makes data/words.txt: how much an agreement on a frequent name word is worth.
//   word_frequencies FOLDER > services/matching/data/words.txt
// FOLDER holds the inputs named in data/README.md. The same inputs give the same bytes.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/matching/model.h"
#include "services/matching/normalize.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr double kRarest = 15.5;  // Bits: rarer words are worth word_unknown anyway.

// The share of persons of one source who bear a word.
using Shares = std::map<std::string, double>;

std::vector<std::string> Lines(const std::string& path) {
  std::ifstream in(path);
  if (!in) std::cerr << "cannot read " << path << "\n";
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class Learner {
 public:
  Learner(std::string folder, const Tables& tables) : folder_(std::move(folder)), tables_(tables) {}

  // US Census 1990: name, percent. Half of the persons have a male given name.
  void Census() {
    Shares& shares = sources_.emplace_back();
    for (const auto& [file, factor] : {std::pair("us_census1990_surnames.txt", 0.01),
                                       std::pair("us_census1990_male_given.txt", 0.005),
                                       std::pair("us_census1990_female_given.txt", 0.005)}) {
      for (const std::string& line : Lines(folder_ + file)) {
        const std::vector<std::string> fields = absl::StrSplit(line, ' ', absl::SkipEmpty());
        double percent = 0;
        if (fields.size() < 2 || !absl::SimpleAtod(fields[1], &percent)) continue;
        for (const std::string& key : Keys(fields[0])) shares[key] += percent * factor;
      }
    }
  }

  // OFAC SDN list: "LAST, First" of the lines marked individual.
  void Sanctions() {
    std::vector<std::string> names;
    for (const std::string& line : Lines(folder_ + "ofac_sdn_2021-07.csv")) {
      const std::vector<std::string> fields = absl::StrSplit(line, '"');
      if (fields.size() > 3 && absl::StrContains(fields[3], "individual"))
        names.push_back(fields[1]);
      if (fields.size() > 2 && absl::StrContains(fields[2], "individual"))
        names.push_back(fields[1]);
    }
    Persons(names);
  }

  // Synthetic persons of many countries: full_name is the first column.
  void Synthetic() {
    std::vector<std::string> names;
    for (const std::string& line : Lines(folder_ + "synthetic_persons_global.csv")) {
      names.push_back(line.substr(0, line.find(',')));
    }
    Persons(names);
  }

  // Words of Wikidata's person labels: Latin word, native letters, count. A person has about two.
  void Wikidata() {
    std::map<std::string, double> counts;
    for (const char* language : {"arabic", "russian", "chinese", "korean", "hebrew", "katakana"}) {
      std::map<std::string, double> latin;
      for (const std::string& line :
           Lines(absl::StrCat(folder_, "wikidata_name_tokens_", language, ".tsv"))) {
        const std::vector<std::string> fields = absl::StrSplit(line, '\t');
        double count = 0;
        if (fields.size() != 3 || !absl::SimpleAtod(fields[2], &count)) continue;
        latin[fields[0]] += count;
        // Native words of Arabic and Hebrew have keys of their own.
        const std::string native = absl::StrReplaceAll(fields[1], {{" ", ""}});
        const bool abjad = absl::StartsWith(language, "arab") || absl::StartsWith(language, "hebr");
        if (abjad) counts[native] += count;
      }
      for (const auto& [word, count] : latin) counts[word] = std::max(counts[word], count);
    }
    double total = 0;
    for (const auto& [word, count] : counts) total += count;
    Shares& shares = sources_.emplace_back();
    for (const auto& [word, count] : counts) {
      for (const std::string& key : Keys(word)) shares[key] += 2 * count / total;
    }
  }

  void Print() const {
    Shares mean;
    for (const Shares& shares : sources_) {
      for (const auto& [key, share] : shares) mean[key] += share / sources_.size();
    }
    std::cout << "# Made by learn/word_frequencies.cc: word, millibits of an exact agreement.\n"
                 "# By sound; Arabic and Hebrew words by their codes (letters_tables.h).\n";
    for (const auto& [key, share] : mean) {
      const double bits = std::log2(0.9 / share);
      if (bits <= kRarest) std::cout << key << " " << std::lround(bits * 20) * 50 << "\n";
    }
  }

 private:
  void Persons(const std::vector<std::string>& names) {
    Shares& shares = sources_.emplace_back();
    for (const std::string& name : names) {
      for (const std::string& key : Keys(name)) shares[key] += 1.0 / names.size();
    }
  }

  std::set<std::string> Keys(const std::string& name) const {
    std::set<std::string> keys;
    const PreparedName prepared = PrepareName({.full = name}, tables_)[0];
    for (const NameWord& word : prepared.words) {
      const absl::string_view key = FrequencyKey(*word);
      if (!key.empty()) keys.emplace(key);
    }
    return keys;
  }

  std::string folder_;
  const Tables& tables_;
  std::vector<Shares> sources_;
};

}  // namespace
}  // namespace probity::matching

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: word_frequencies FOLDER > data/words.txt\n";
    return 2;
  }
  const auto model = probity::matching::Model::BuiltIn();
  if (!model.ok()) return 1;
  probity::matching::Learner learner(absl::StrCat(argv[1], "/"), (*model)->tables());
  learner.Census();
  learner.Sanctions();
  learner.Synthetic();
  learner.Wikidata();
  learner.Print();
  return 0;
}
