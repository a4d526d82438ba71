// Makes lab/calibration_data.h: how likely a pair of the laboratory is one person, by its evidence.
//   calibrate PAIRS.tsv > services/matching/lab/calibration_data.h
// PAIRS.tsv is what `pairs.py FOLDER learn` prints. Logistic regression by Newton's method; each
// set counts the same, and in it the true and the false ones. The same inputs give the same bytes.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/matching/lab/calibration.h"
#include "services/matching/lab/pair.h"
#include "services/matching/lab/tsv.h"
#include "services/matching/model.h"

namespace probity::matching::lab {
namespace {

constexpr int kRounds = 30;
constexpr double kRidge = 1e-4;
// No set says anything about sex: as much a bit as nationality, the other weak attribute.
constexpr int kNationality = 3;
constexpr int kSex = 4;
// More than this the regression takes (2.5), as it counts false pairs no more than true ones; F1 at
// 0.5 in the mean of the learning sets with birth dates was best here.
constexpr int kBirthThere = 0;
constexpr double kMostBirthThere = 1.5;
// Strangers of the inputs never share an address; families do: no more than a bit of a birth date.
constexpr int kBirth = 2;
constexpr int kContacts = 6;
// The only identifiers of the inputs are addresses of mail: no less than a bit of a birth date.
constexpr int kIdentifier = 5;

struct Example {
  Features features;
  double expected = 0;
  double weight = 0;
};

std::vector<Example> Read(const char* path, const Model& model) {
  std::ifstream in(path);
  Notes notes;
  Lines lines(in, notes);
  std::vector<Example> examples;
  std::vector<std::pair<std::string, bool>> kinds;
  std::map<std::pair<std::string, bool>, double> counts;
  while (const auto line = lines.Next()) {
    const std::vector<std::string> fields = SplitTabs(*line);
    const auto pair = ReadPair(fields, notes);
    if (!pair.has_value() || fields.size() < 6) continue;
    const bool expected = fields[5] == "1";
    examples.push_back({FeaturesOf(Score(pair->query, pair->candidate, model),
                                   CompareContacts(pair->query_contacts, pair->candidate_contacts)),
                        expected ? 1.0 : 0});
    kinds.emplace_back(pair->set, expected);
    ++counts[kinds.back()];
  }
  for (size_t i = 0; i < examples.size(); ++i) examples[i].weight = 1 / counts[kinds[i]];
  return examples;
}

using Row = std::array<double, kFeatures + 1>;  // The last is the right side.

Features Solve(std::array<Row, kFeatures> rows) {
  for (int i = 0; i < kFeatures; ++i) {
    for (int k = i + 1; k < kFeatures; ++k) {
      if (std::abs(rows[k][i]) > std::abs(rows[i][i])) std::swap(rows[i], rows[k]);
    }
    for (int k = 0; k < kFeatures; ++k) {
      if (k == i) continue;
      const double factor = rows[k][i] / rows[i][i];
      for (int j = i; j <= kFeatures; ++j) rows[k][j] -= factor * rows[i][j];
    }
  }
  Features solution;
  for (int i = 0; i < kFeatures; ++i) solution[i] = rows[i][kFeatures] / rows[i][i];
  return solution;
}

Features Fit(const std::vector<Example>& examples) {
  Features weights{};
  for (int round = 0; round < kRounds; ++round) {
    std::array<Row, kFeatures> rows{};
    for (int i = 0; i < kFeatures; ++i) rows[i][i] = kRidge;
    for (const Example& example : examples) {
      double odds = 0;
      for (int i = 0; i < kFeatures; ++i) odds += weights[i] * example.features[i];
      const double p = 1 / (1 + std::exp(-odds));
      for (int i = 0; i < kFeatures; ++i) {
        const double weighed = example.weight * example.features[i];
        for (int j = 0; j < kFeatures; ++j)
          rows[i][j] += weighed * p * (1 - p) * example.features[j];
        rows[i][kFeatures] += weighed * (example.expected - p);
      }
    }
    const Features step = Solve(rows);
    for (int i = 0; i < kFeatures; ++i) weights[i] += step[i];
  }
  weights[kBirthThere] = kMostBirthThere;
  weights[kSex] = weights[kNationality];
  weights[kContacts] = weights[kBirth];
  weights[kIdentifier] = std::max(weights[kIdentifier], weights[kBirth]);
  return weights;
}

void Print(const Features& weights) {
  std::cout
      << R"(// Made by learn/calibrate.cc from the learning half of the pairs of learn/pairs.py. Internal.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
#define PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_

#include "services/matching/lab/calibration.h"

namespace probity::matching::lab {

// Birth dates there, name similarity, birth date, nationality, sex, identifier, contacts.
inline constexpr Features kCalibration = {)";
  for (int i = 0; i < kFeatures; ++i) {
    std::cout << (i > 0 ? ", " : "") << absl::StrFormat("%.2f", weights[i]);
  }
  std::cout << R"(};

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
)";
}

int Main(const char* path) {
  const auto model = Model::BuiltIn();
  if (!model.ok()) return 1;
  Print(Fit(Read(path, **model)));
  return 0;
}

}  // namespace
}  // namespace probity::matching::lab

int main(int argc, char** argv) { return argc == 2 ? probity::matching::lab::Main(argv[1]) : 2; }
