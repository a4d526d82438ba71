// The files of data/, built in by CMake. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_DATA_H_
#define PROBITY_SERVICES_MATCHING_DATA_H_

#include "absl/strings/string_view.h"

namespace probity::matching::data {

extern const absl::string_view kWeights;
extern const absl::string_view kWords;
extern const absl::string_view kTitles;
extern const absl::string_view kParticles;
extern const absl::string_view kNicknames;
extern const absl::string_view kCountries;
extern const absl::string_view kReadings;

}  // namespace probity::matching::data

#endif  // PROBITY_SERVICES_MATCHING_DATA_H_
