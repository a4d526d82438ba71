// Made by learn/calibrate.cc from the learning half of the pairs of learn/pairs.py. Internal.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
#define PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_

#include "services/matching/lab/calibration.h"

namespace probity::matching::lab {

// One, name similarity, birth date, nationality, sex, identifier.
inline constexpr Features kCalibration = {-3.62, 6.21, 0.35, 0.54, 0.54, 0.38};

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
