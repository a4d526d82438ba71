// A version of the policy as it is loaded from policy/*.table, expanded so that each question is
// one look-up. The format is explained in policy/1.table.
#ifndef PROBITY_SERVICES_SCREENING_POLICY_TABLE_H_
#define PROBITY_SERVICES_SCREENING_POLICY_TABLE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening.pb.h"

namespace probity::screening {

// Members of an enum of the contract: bit n is the value n.
using EnumSet = uint32_t;

inline bool Contains(EnumSet set, int value) {
  return value > 0 && value < 32 && (set >> value & 1) != 0;
}

// What one record answers by itself.
struct Outcome {
  v1::Decision decision = v1::DECISION_UNSPECIFIED;
  v1::ReasonCode reason = v1::REASON_CODE_UNSPECIFIED;
};

struct StatusRule {
  enum class Effect { kUnset, kKeep, kHold, kAbsent };
  Effect effect = Effect::kUnset;
  v1::ReasonCode mark = v1::REASON_CODE_UNSPECIFIED;
};

enum class Coverage { kUnset, kAlways, kNever, kInMission, kOwn, kOwnOrUnnamed };

// A source of external records that an agreement names.
struct ExternalSource {
  std::string source;
  v1::Decision decision = v1::DECISION_UNSPECIFIED;  // UNSPECIFIED: as the class X_EXTERNAL says.
};

struct Agreement {
  std::string name;  // agreements/{code}
  std::string title;
  std::vector<std::string> parties;  // organisations/{code}
  EnumSet channels = 0;
  EnumSet purposes = 0;
  EnumSet classes = 0;
  EnumSet families = 0;
  v1::DisclosureLevel disclosure = v1::DISCLOSURE_LEVEL_UNSPECIFIED;
  std::string contact;
  std::vector<ExternalSource> external;
  absl::CivilDay valid_from;
  std::optional<absl::CivilDay> valid_to;  // The last day.
};

inline constexpr int kClasses = v1::ScreeningRecord::RecordClass_ARRAYSIZE;
inline constexpr int kFamilies = v1::MisconductType::Family_ARRAYSIZE;
inline constexpr int kPurposes = v1::Purpose_ARRAYSIZE;
inline constexpr int kStatuses = v1::ScreeningRecord::RecordStatus_ARRAYSIZE;
inline constexpr int kScopes = v1::ScreeningRecord::BarScope_ARRAYSIZE;
inline constexpr int kChannels = v1::ScreeningChannel_ARRAYSIZE;

// Immutable once it is loaded; safe to share between threads.
struct Policy {
  // "1+3f2a9c01": the number that the file gives itself, and a digest of its rows, so that rows
  // cannot change under a version that answers were given by.
  std::string version;
  EnumSet undecided = 0;
  // [class][family][purpose][serious + 2 * deferred]
  std::array<std::array<std::array<std::array<Outcome, 4>, kPurposes>, kFamilies>, kClasses>
      records = {};
  std::array<StatusRule, kStatuses> statuses = {};
  std::array<std::array<Coverage, kChannels>, kScopes> scopes = {};
  std::vector<Agreement> agreements;

  // Null if there is none of that name.
  const Agreement* FindAgreement(absl::string_view name) const;
};

// INVALID_ARGUMENT "name:line: what" for the first fault: a word that is none, a row that never
// wins, a class, family and purpose without an answer, an agreement that lacks something.
absl::StatusOr<Policy> ParsePolicy(absl::string_view name, absl::string_view text);

// All versions that answers may have been given by.
class PolicySet {
 public:
  // Those built into this program, from policy/*.table.
  static absl::StatusOr<PolicySet> BuiltIn();
  // The last is the current one. At least one.
  explicit PolicySet(std::vector<Policy> versions);

  const Policy& current() const { return versions_.back(); }
  // Null if this program does not know the version.
  const Policy* Find(absl::string_view version) const;

 private:
  std::vector<Policy> versions_;
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_POLICY_TABLE_H_
