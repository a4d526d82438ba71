// Made by learn/calibrate.cc from the learning half of the pairs of learn/pairs.py. Internal.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
#define PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_

#include "services/matching/lab/calibration.h"

namespace probity::matching::lab {

// Birth dates there, name similarity, birth date, nationality, sex, identifier, contacts.
inline constexpr Features kCalibration = {1.50, 7.29, 0.43, 0.48, 0.48, 0.43, 0.43};

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_DATA_H_
