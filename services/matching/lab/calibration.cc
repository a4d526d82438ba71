#include "services/matching/lab/calibration.h"

#include <cmath>

#include "services/matching/lab/calibration_data.h"

namespace probity::matching::lab {

Features FeaturesOf(const Evidence& evidence, const ContactEvidence& contacts) {
  Features features = {0, evidence.name_similarity / 1000.0 - kNameThreshold};
  for (const Line& line : evidence.lines) {
    const double bits = line.bits / 1000.0;
    switch (line.field) {
      case Field::kBirthDate:
        features[0] = 1;
        features[2] += bits;
        break;
      case Field::kNationality:
        features[3] += bits;
        break;
      case Field::kSex:
        features[4] += bits;
        break;
      case Field::kIdentifier:
        features[5] += bits;
        break;
      case Field::kName:
      case Field::kPrior:
      case Field::kCap:
        break;
    }
  }
  features[6] = contacts.bits() / 1000.0;
  return features;
}

double Calibrated(const Features& features) {
  double odds = 0;
  for (int i = 0; i < kFeatures; ++i) odds += kCalibration[i] * features[i];
  return 1 / (1 + std::exp(-odds));
}

}  // namespace probity::matching::lab
