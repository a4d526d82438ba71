#include "services/cases/screening_records.h"

#include <algorithm>

#include "services/core/partial_date.h"
#include "services/persons/person_rules.h"

namespace probity::cases {
namespace {

using A = v1::Allegation;
using R = v1::ScreeningRecord;
using X = v1::Action;

constexpr int kYearsKept = 10;
constexpr int kYearsOfBarred = 80;
constexpr int kYearsOfUnknownAge = 60;
constexpr int kLastYear = 9999;

// Gravest first.
enum class Weight { kBarFromAll, kBarFromMissions, kSanction, kAdministrative, kNothing };

// Actions by the classes of services/screening/README.md. A bar after repatriation is one from
// field missions (conduct.unmissions.org/enforcement-disciplinary, /enforcement-accountability);
// whoever was dismissed or separated for serious misconduct, or declared ineligible, is barred from
// all. What is not known weighs as a sanction.
Weight WeightOf(const X& action, bool serious) {
  switch (action.kind()) {
    case X::UNV_INELIGIBLE:
    case X::INELIGIBLE_FOR_FUTURE_CONTRACT:
      return Weight::kBarFromAll;
    case X::DISMISSAL:
    case X::SEPARATION_WITH_NOTICE:
      if (serious) return Weight::kBarFromAll;
      break;
    default:
      break;
  }
  if (action.bar() == X::BARRED) return Weight::kBarFromMissions;
  switch (action.kind()) {
    case X::WRITTEN_REPRIMAND:
    case X::ORAL_REPRIMAND:
    case X::RECOVERY_OF_MONIES:
    case X::WARNING_LETTER:
    case X::CONTRACT_NOT_RENEWED:
    case X::VERBAL_WARNING:
    case X::LETTER_OF_REPRIMAND:
    case X::REDEPLOYMENT:
    case X::NATIONAL_REPRIMAND:
      return Weight::kAdministrative;
    case X::NO_ACTION:
    case X::NATIONAL_NOT_REPORTED:
      return Weight::kNothing;
    default:
      return Weight::kSanction;
  }
}

Weight GravestOf(const A& allegation) {
  Weight gravest = Weight::kNothing;
  for (const X& action : allegation.actions()) {
    gravest = std::min(gravest, WeightOf(action, allegation.serious()));
  }
  return gravest;
}

R::RecordClass ClassOf(Weight gravest) {
  switch (gravest) {
    case Weight::kBarFromAll:
    case Weight::kBarFromMissions:
      return R::A_BARRED;
    case Weight::kSanction:
      return R::B_SANCTIONED;
    case Weight::kAdministrative:
      return R::F_ADMINISTRATIVE_ONLY;
    case Weight::kNothing:
      return R::C_SUBSTANTIATED_NO_ACTION_YET;
  }
  return R::C_SUBSTANTIATED_NO_ACTION_YET;
}

std::optional<absl::CivilDay> DayOf(absl::string_view text) {
  const auto date = core::ParsePartialDate(text);
  if (!date.ok() || date->form != core::PartialDate::Form::kDay) return std::nullopt;
  return core::LastDay(*date);
}

// Not past the last year that a date can have: dates are compared as they are written.
absl::CivilDay AddYears(absl::CivilDay day, int years) {
  return absl::CivilDay(std::min<absl::civil_year_t>(day.year() + years, kLastYear), day.month(),
                        day.day());
}

std::string Text(absl::CivilDay day) { return absl::FormatCivilTime(day); }

// When the last measure ends, or began if it has no end; the finding's day without measures.
std::string MeasureEnd(const A& allegation) {
  std::string end = allegation.finding().found_on();
  for (const X& action : allegation.actions()) {
    end = std::max(end, action.ends_on().empty() ? action.effective_on() : action.ends_on());
  }
  return end;
}

std::string TenYearsAfter(absl::string_view day) {
  const auto parsed = DayOf(day);
  return parsed.has_value() ? Text(AddYears(*parsed, kYearsKept)) : "";
}

std::string DefermentEnd(const A& allegation) {
  std::string end;
  for (const X& action : allegation.actions()) {
    if (action.kind() == X::DEFERMENT_PROMOTION_ELIGIBILITY ||
        action.kind() == X::DEMOTION_WITH_DEFERMENT) {
      end = std::max(end, action.ends_on());
    }
  }
  return end;
}

// Registered, and not decided yet.
bool IsPending(A::State state) {
  return state == A::REGISTERED || state == A::REFERRED || state == A::MS_NOTIFIED ||
         state == A::NIO_APPOINTED || state == A::INVESTIGATION_PENDING ||
         state == A::INVESTIGATION_CONCLUDED;
}

// States that say themselves that no finding stands against the person.
bool LeavesNoTrace(A::State state) {
  return state == A::UNSUBSTANTIATED || state == A::CLOSED_OTHER || state == A::DUPLICATE ||
         state == A::MANAGED || state == A::FINDING_SET_ASIDE;
}

void Substantiated(const A& allegation, const v1::Person& person, R& record) {
  const std::string& found_on = allegation.finding().found_on();
  const std::string end = MeasureEnd(allegation);
  const Weight gravest = GravestOf(allegation);
  record.set_record_class(ClassOf(gravest));
  record.set_effective_from(found_on);
  record.set_deferment_ends_on(DefermentEnd(allegation));
  if (record.record_class() == R::A_BARRED) {
    record.set_bar_scope(gravest == Weight::kBarFromAll ? R::ALL_UN : R::FIELD_MISSIONS);
    record.set_expires_on(BarExpiry(person, found_on, end));
  } else {
    record.set_expires_on(TenYearsAfter(end));
  }
}

}  // namespace

std::optional<R> DeriveRecord(const A& allegation, const v1::MisconductType& type,
                              const v1::Person& person, absl::string_view owner,
                              absl::CivilDay today) {
  if (allegation.person().empty() || LeavesNoTrace(allegation.state())) return std::nullopt;
  R record;
  if (allegation.finding().outcome() == v1::Finding::OUTCOME_SUBSTANTIATED) {
    Substantiated(allegation, person, record);
  } else if (IsPending(allegation.state())) {
    record.set_record_class(allegation.left_while_pending() ? R::D_PENDING_LEFT
                                                            : R::E_PENDING_SERVING);
    record.set_effective_from(Text(today));
  } else {
    return std::nullopt;
  }
  record.set_person(allegation.person());
  record.set_allegation(allegation.name());
  record.set_family(type.family());
  record.set_serious(allegation.serious());
  record.set_owner(std::string(owner));
  record.set_status(R::ACTIVE);
  return record;
}

bool LeftWhilePending(const v1::Person& person, absl::CivilDay known_since) {
  return std::any_of(person.service_records().begin(), person.service_records().end(),
                     [&](const v1::ServiceRecord& service) {
                       if (!persons::LeftWhilePending(service)) return false;
                       const auto left = core::ParsePartialDate(service.to());
                       return !left.ok() || core::LastDay(*left) >= known_since;
                     });
}

std::string BarExpiry(const v1::Person& person, absl::string_view found_on,
                      absl::string_view measure_ends_on) {
  const auto found = DayOf(found_on);
  if (!found.has_value()) return "";
  std::optional<absl::CivilDay> born;
  for (const std::string& text : person.dates_of_birth()) {
    const auto date = core::ParsePartialDate(text);
    if (date.ok()) born = std::max(born.value_or(absl::CivilDay::min()), core::LastDay(*date));
  }
  const absl::CivilDay end =
      born.has_value() ? AddYears(*born, kYearsOfBarred) : AddYears(*found, kYearsOfUnknownAge);
  return std::max(Text(end), TenYearsAfter(measure_ends_on));
}

}  // namespace probity::cases
