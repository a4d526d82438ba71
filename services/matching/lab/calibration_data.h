// Made by learn/calibrate.cc from the learning half of the pairs of learn/pairs.py. Internal.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
#define PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_

#include "services/matching/lab/calibration.h"

namespace probity::matching::lab {

// One, name similarity, birth date, nationality, sex, identifier, contacts.
inline constexpr Features kCalibration = {-3.94, 6.96, 0.37, 0.54, 0.54, 0.40, 0.37};

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
