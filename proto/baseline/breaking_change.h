// What a change of the contract would break for those who already speak it: clients on the wire or
// in JSON, and rows that are already stored and sealed.
#ifndef PROBITY_PROTO_BASELINE_BREAKING_CHANGE_H_
#define PROBITY_PROTO_BASELINE_BREAKING_CHANGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.pb.h"

namespace probity::baseline {

// Every breaking change from `before` to `after` within `package`, as "what it concerns: what
// happened", in the order of `before`. Additions are none. Breaking are:
// - a message, enum, enum value, service or method that is gone;
// - a field that is gone, renumbered, renamed (JSON and columns go by name), of another type, moved
//   into or out of a oneof, repeated or optional where it was not, or the reverse;
// - an enum value of another number or name;
// - a method with other messages, or streaming where it did not, or the reverse;
// - another `resource` of a message, or another `sensitive` or `reference` of a field: stored rows
//   could no longer be read.
std::vector<std::string> BreakingChanges(absl::string_view package,
                                         const google::protobuf::FileDescriptorSet& before,
                                         const google::protobuf::FileDescriptorSet& after);

}  // namespace probity::baseline

#endif  // PROBITY_PROTO_BASELINE_BREAKING_CHANGE_H_
