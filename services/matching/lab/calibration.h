// The probability that two identities are one person, where pairs that some search put side by side
// are one as often as not. Learned (learn/calibrate.cc), so that of answers of 0.8 some eight in
// ten are true; it ranks pairs, and decides nothing: bands are the product's.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_H_
#define PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_H_

#include <array>

#include "services/matching/lab/contacts.h"
#include "services/matching/score.h"

namespace probity::matching::lab {

// The similarity of names from which on they agree (`possible_similarity` of weights.txt): names
// alone that are just so alike have a score of 0.5.
inline constexpr double kNameThreshold = 0.7;

// What of the evidence is weighed: one if there are birth dates to compare, how much more alike the
// names are than that, the bits of birth date, nationality, sex, identifier and contacts.
inline constexpr int kFeatures = 7;
using Features = std::array<double, kFeatures>;

Features FeaturesOf(const Evidence& evidence, const ContactEvidence& contacts);

// From this score on two are taken for one.
inline constexpr double kSameScore = 0.5;

// Natural log-odds for each feature.
double Calibrated(const Features& features);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CALIBRATION_H_
