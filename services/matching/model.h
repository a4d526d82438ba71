// The frozen data of the matcher: word frequencies, weights, prior, caps, thresholds, name tables.
// Never counts of the live register: one person's record must not change another's evidence.
#ifndef PROBITY_SERVICES_MATCHING_MODEL_H_
#define PROBITY_SERVICES_MATCHING_MODEL_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::matching {

// Evidence is counted in thousandths of a bit (base-2 log-odds), so that sums are exact.
using Millibits = int32_t;

// The chance, 0 to 1, that a total stands for. For display: decisions are made in millibits.
double Probability(Millibits total);

struct Tables;

// Immutable and safe to share between threads. Made once by main or by a test and passed on.
class Model {
 public:
  // From the data built into this program. INTERNAL if they are malformed (a fault of the build).
  static absl::StatusOr<std::shared_ptr<const Model>> BuiltIn();

  // Changes with every change of the data or of the algorithm.
  absl::string_view version() const;
  const Tables& tables() const { return *tables_; }

  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

 private:
  explicit Model(std::unique_ptr<const Tables> tables);
  std::unique_ptr<const Tables> tables_;
};

// What an answer must name to be replayed: the model's version and ICU's ("1.1/icu72.1").
std::string MatcherVersion(const Model& model);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_MODEL_H_
