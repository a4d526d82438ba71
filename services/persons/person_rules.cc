#include "services/persons/person_rules.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/identity_rules.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"

namespace probity::persons {
namespace {

constexpr int kMostServiceRecords = 100;
constexpr core::TextRules kShort = {.max = 200, .needs_alnum = true};
constexpr std::array<absl::string_view, 7> kReplaceable = {
    "names",       "dates_of_birth", "gender",         "nationalities",
    "identifiers", "place_of_birth", "service_records"};

absl::Status CheckServiceRecord(const v1::ServiceRecord& record, const core::Codes& codes,
                                absl::Time now) {
  if (record.entity().empty()) {
    return InvalidArgument("a service record needs its entity")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("entity");
  }
  PROBITY_RETURN_IF_ERROR(codes.PersonnelCategory(record.subcategory(), 0, "subcategory").status());
  PROBITY_RETURN_IF_ERROR(core::CheckText(record.rank(), kShort, "rank"));
  PROBITY_RETURN_IF_ERROR(core::CheckText(record.unit(), kShort, "unit"));
  if (!record.contributing_country().empty()) {
    PROBITY_RETURN_IF_ERROR(
        codes.MemberState(record.contributing_country(), "contributing_country").status());
  }
  PROBITY_RETURN_IF_ERROR(core::CheckPeriod(record.from(), "from", record.to(), "to"));
  const auto reason = record.separation_reason();
  if (reason == v1::ServiceRecord::SEPARATION_REASON_UNSPECIFIED) return absl::OkStatus();
  PROBITY_RETURN_IF_ERROR(core::CheckEnum(
      reason, v1::ServiceRecord::SeparationReason_IsValid(reason), "separation_reason"));
  PROBITY_ASSIGN_OR_RETURN(const core::PartialDate end, core::CheckPartialDate(record.to(), "to"));
  if (core::FirstDay(end) <= core::DayOf(now)) return absl::OkStatus();
  return InvalidArgument("nobody has separated in the future")
      .Reason(v1::ERROR_REASON_INVALID_DATE)
      .Field("to");
}

template <typename Values, typename Same>
bool HasAll(const Values& has, const Values& wanted, Same same) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& value) {
    return std::any_of(has.begin(), has.end(),
                       [&](const auto& other) { return same(value, other); });
  });
}

bool IsSameName(const v1::PersonName& a, const v1::PersonName& b) {
  return a.full() == b.full() && a.given() == b.given() && a.patronymic() == b.patronymic() &&
         a.family() == b.family();
}

bool IsSameIdentifier(const v1::Identifier& a, const v1::Identifier& b) {
  return a.type() == b.type() && a.issuer() == b.issuer() && a.value() == b.value();
}

}  // namespace

absl::Status CheckPerson(const v1::Person& person, const core::Codes& codes, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(core::CheckIdentity(person, core::kPersonLimits, codes, now));
  PROBITY_RETURN_IF_ERROR(core::CheckText(person.place_of_birth(), kShort, "place_of_birth"));
  if (person.service_records_size() > kMostServiceRecords) {
    return InvalidArgument("there are too many")
        .Reason(v1::ERROR_REASON_TOO_MANY)
        .Field("service_records");
  }
  for (int i = 0; i < person.service_records_size(); ++i) {
    PROBITY_RETURN_IF_ERROR(AtField(absl::StrCat("service_records[", i, "]"),
                                    CheckServiceRecord(person.service_records(i), codes, now)));
  }
  return absl::OkStatus();
}

void Complete(v1::Person& person) {
  const bool identified = !person.dates_of_birth().empty() || !person.identifiers().empty();
  person.set_status(identified ? v1::Person::IDENTIFIED : v1::Person::PARTIALLY_IDENTIFIED);
  for (v1::PersonName& name : *person.mutable_names()) {
    if (name.script().empty()) name.set_script(core::ScriptOf(name.full()));
  }
}

absl::Status CheckMask(const google::protobuf::FieldMask& mask) {
  bool valid = !mask.paths().empty();
  for (const std::string& path : mask.paths()) {
    valid =
        valid && std::find(kReplaceable.begin(), kReplaceable.end(), path) != kReplaceable.end();
  }
  if (valid) return absl::OkStatus();
  return InvalidArgument("the mask names the fields of a person to replace, at least one")
      .Reason(v1::ERROR_REASON_INVALID_MASK)
      .Field("update_mask");
}

v1::Person Replace(const v1::Person& current, const v1::Person& changed,
                   const google::protobuf::FieldMask& mask) {
  v1::Person replaced = current;
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(changed, mask, options, &replaced);
  return replaced;
}

bool LeftWhilePending(const v1::ServiceRecord& record) {
  return record.separation_reason() == v1::ServiceRecord::RESIGNATION_WHILE_INVESTIGATION_PENDING ||
         record.separation_reason() == v1::ServiceRecord::RESIGNATION_WHILE_DISCIPLINE_PENDING;
}

absl::string_view TakesAway(const v1::Person& current, const v1::Person& changed) {
  const auto equal = [](const std::string& a, const std::string& b) { return a == b; };
  if (!HasAll(changed.names(), current.names(), IsSameName)) return "names";
  if (!HasAll(changed.dates_of_birth(), current.dates_of_birth(), equal)) return "dates_of_birth";
  if (!HasAll(changed.identifiers(), current.identifiers(), IsSameIdentifier)) return "identifiers";
  if (!HasAll(changed.nationalities(), current.nationalities(), equal)) return "nationalities";
  const bool known =
      current.gender() != v1::GENDER_UNSPECIFIED && current.gender() != v1::UNKNOWN_GENDER;
  if (known && changed.gender() != current.gender()) return "gender";
  for (const v1::ServiceRecord& before : current.service_records()) {
    const auto& records = changed.service_records();
    if (LeftWhilePending(before) &&
        std::none_of(records.begin(), records.end(), [&](const v1::ServiceRecord& after) {
          return LeftWhilePending(after) && after.to() == before.to();
        })) {
      return "service_records";
    }
  }
  return "";
}

absl::StatusOr<v1::Person> Separate(v1::Person current, const v1::RecordSeparationRequest& request,
                                    absl::Time now) {
  PROBITY_RETURN_IF_ERROR(core::CheckPastDay(request.separated_on(), now, "separated_on").status());
  const auto reason = request.separation_reason();
  PROBITY_RETURN_IF_ERROR(core::CheckEnum(
      reason, v1::ServiceRecord::SeparationReason_IsValid(reason), "separation_reason"));
  const int index = request.service_record_index();
  if (index < 0 || index >= current.service_records_size()) {
    return InvalidArgument("the person has no such service record")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("service_record_index");
  }
  v1::ServiceRecord& record = *current.mutable_service_records(index);
  if (record.separation_reason() != v1::ServiceRecord::SEPARATION_REASON_UNSPECIFIED) {
    return FailedPrecondition("the service record has a separation already")
        .Reason(v1::ERROR_REASON_GUARD_NOT_MET);
  }
  PROBITY_RETURN_IF_ERROR(
      core::CheckPeriod(record.from(), "from", request.separated_on(), "separated_on"));
  record.set_to(request.separated_on());
  record.set_separation_reason(reason);
  return current;
}

}  // namespace probity::persons
