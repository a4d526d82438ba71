// What a screening answers: confirmed records, agreement, purpose and day in; decision, reason and
// disclosure out. Pure: no clock, no store, nothing of the matching engine.
#ifndef PROBITY_SERVICES_SCREENING_POLICY_H_
#define PROBITY_SERVICES_SCREENING_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "probity/v1/screening.pb.h"
#include "services/screening/policy_table.h"

namespace probity::screening {

// What the policy knows of one record behind a match.
struct RecordFact {
  v1::ScreeningRecord::RecordClass record_class = v1::ScreeningRecord::RECORD_CLASS_UNSPECIFIED;
  v1::MisconductType::Family family = v1::MisconductType::FAMILY_UNSPECIFIED;
  bool serious = false;
  v1::ScreeningRecord::BarScope bar_scope = v1::ScreeningRecord::BAR_SCOPE_UNSPECIFIED;
  v1::ScreeningRecord::RecordStatus status = v1::ScreeningRecord::ACTIVE;
  std::optional<absl::CivilDay> expires_on;         // The last day on which it counts.
  std::optional<absl::CivilDay> deferment_ends_on;  // The last day of the deferment.
  std::string effective_from;                       // As recorded; told at L2.
  std::string owner;                                // missions/{code}
  std::string source;                               // X_EXTERNAL: of the record, "UNSC".
};

// One person or external record that the candidate may be, and the records behind it. A rejected
// match is not handed in.
struct Met {
  bool confirmed = false;  // By as many people as it takes. Otherwise it waits for somebody.
  std::vector<RecordFact> records;
};

// What is asked. The agreement is one of the policy's.
struct Question {
  const Agreement* agreement = nullptr;
  v1::ScreeningChannel channel = v1::SCREENING_CHANNEL_UNSPECIFIED;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  absl::string_view mission;  // missions/{code} of the post, or empty.
  absl::CivilDay day;
  // The candidate's identity suffices for "nobody like this is on record" to mean anything, and the
  // search saw everybody. If either is false the answer is never CLEARED.
  bool identity_sufficient = false;
  bool search_complete = false;
};

// Outward: holds no more than the disclosure level allows.
struct Answer {
  v1::Decision decision = v1::DECISION_UNSPECIFIED;  // UNSPECIFIED: the purpose gets none.
  v1::ReasonCode reason = v1::REASON_CODE_UNSPECIFIED;
  v1::DisclosureLevel level = v1::DISCLOSURE_LEVEL_UNSPECIFIED;
  std::string contact;
  std::vector<v1::Disclosure> disclosures;
};

// The worst, in outward order, over all confirmed records that count. A match that waits makes it
// HOLD(BEING_CHECKED), but only if, confirmed, it would be answered otherwise than CLEARED.
// NOT_CLEARED never comes from anything but a confirmed match.
Answer Decide(const Policy& policy, const Question& question, absl::Span<const Met> met);

// What the match does to the answer if it is confirmed. A match for which this is false is not
// stored: it must leave no trace.
bool Matters(const Policy& policy, const Question& question, absl::Span<const RecordFact> records);

// The class that decides who must agree: the gravest of the records that count, in the order
// A, C, D, B, E, F, H, X. UNSPECIFIED if none counts.
v1::ScreeningRecord::RecordClass GravestClass(const Policy& policy, const Question& question,
                                              absl::Span<const RecordFact> records);
v1::ScreeningRecord::RecordClass Graver(v1::ScreeningRecord::RecordClass a,
                                        v1::ScreeningRecord::RecordClass b);

// The agreement, if it lets this organisation ask this. PERMISSION_DENIED/AGREEMENT_DENIES
// otherwise, also if there is none of that name.
absl::StatusOr<const Agreement*> AgreementFor(const Policy& policy, absl::string_view name,
                                              absl::string_view organisation,
                                              v1::ScreeningChannel channel, v1::Purpose purpose,
                                              absl::CivilDay day);

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_POLICY_H_
