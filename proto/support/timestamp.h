// Times of the contract and times of the program.
#ifndef PROBITY_PROTO_SUPPORT_TIMESTAMP_H_
#define PROBITY_PROTO_SUPPORT_TIMESTAMP_H_

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace probity {

// To the microsecond, which is what the register keeps.
inline google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  constexpr int64_t kPerSecond = 1'000'000;
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = micros / kPerSecond - (micros % kPerSecond < 0 ? 1 : 0);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>((micros - seconds * kPerSecond) * 1'000));
  return timestamp;
}

inline absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// Years 1 to 9999, with nanoseconds of one second.
inline bool IsPossible(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() >= -62'135'596'800 && timestamp.seconds() < 253'402'300'800 &&
         timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000;
}

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_TIMESTAMP_H_
