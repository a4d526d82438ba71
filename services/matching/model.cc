#include "services/matching/model.h"

#include <unicode/uversion.h>

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/matching/data.h"
#include "services/matching/tables.h"

namespace probity::matching {

double Probability(Millibits total) { return 1 / (1 + std::exp2(-total / 1000.0)); }

absl::StatusOr<std::shared_ptr<const Model>> Model::BuiltIn() {
  auto tables = ParseTables({.weights = data::kWeights,
                             .words = data::kWords,
                             .titles = data::kTitles,
                             .particles = data::kParticles,
                             .nicknames = data::kNicknames,
                             .countries = data::kCountries,
                             .readings = data::kReadings});
  if (!tables.ok()) return tables.status();
  return std::shared_ptr<const Model>(new Model(*std::move(tables)));
}

Model::Model(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Model::~Model() = default;

absl::string_view Model::version() const { return tables_->version; }

std::string MatcherVersion(const Model& model) {
  UVersionInfo icu;
  u_getVersion(icu);
  return absl::StrCat(model.version(), "/icu", int{icu[0]}, ".", int{icu[1]});
}

}  // namespace probity::matching
