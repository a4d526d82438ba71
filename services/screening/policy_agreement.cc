#include "services/screening/policy_agreement.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"

namespace probity::screening {
namespace {

constexpr absl::string_view kNeeded[] = {"title",      "parties", "channels",
                                         "purposes",   "classes", "families",
                                         "disclosure", "contact", "valid"};

}  // namespace

absl::StatusOr<AgreementRows> AgreementRows::Begin(absl::string_view code) {
  AgreementRows rows;
  rows.agreement_.name = absl::StrCat("agreements/", code);
  if (!ParseCodeName("agreements", rows.agreement_.name).ok()) return Fault("this is no code");
  return rows;
}

absl::Status AgreementRows::Row(const PolicyRow& row, const Groups& groups) {
  const absl::string_view key = row.words[0];
  if (row.rest.empty()) return Fault("the row says nothing");
  if (key == "external") return External(row);
  if (std::find(std::begin(kNeeded), std::end(kNeeded), key) == std::end(kNeeded)) {
    return Fault("this begins no row of an agreement");
  }
  if (std::find(said_.begin(), said_.end(), key) != said_.end()) {
    return Fault("the agreement has this row already");
  }
  said_.emplace_back(key);
  if (key == "title") {
    agreement_.title = std::string(row.rest);
    return absl::OkStatus();
  }
  if (key == "contact") {
    agreement_.contact = std::string(row.rest);
    return absl::OkStatus();
  }
  if (key == "valid") return Valid(row);

  if (row.words.size() != 2) return Fault("the row has too many words");
  const absl::string_view word = row.words[1];
  if (key == "parties") return Parties(word);
  if (key == "disclosure") {
    PROBITY_ASSIGN_OR_RETURN(agreement_.disclosure, ParseMember<v1::DisclosureLevel>(word));
  } else if (key == "channels") {
    PROBITY_ASSIGN_OR_RETURN(agreement_.channels,
                             groups.Resolve(*v1::ScreeningChannel_descriptor(), word));
  } else if (key == "purposes") {
    PROBITY_ASSIGN_OR_RETURN(agreement_.purposes, groups.Resolve(*v1::Purpose_descriptor(), word));
  } else if (key == "classes") {
    PROBITY_ASSIGN_OR_RETURN(agreement_.classes,
                             groups.Resolve(*v1::ScreeningRecord::RecordClass_descriptor(), word));
  } else if (key == "families") {
    PROBITY_ASSIGN_OR_RETURN(agreement_.families,
                             groups.Resolve(*v1::MisconductType::Family_descriptor(), word));
  }
  return absl::OkStatus();
}

absl::StatusOr<Agreement> AgreementRows::End() const {
  for (const absl::string_view key : kNeeded) {
    if (std::find(said_.begin(), said_.end(), key) == said_.end()) {
      return Fault(absl::StrCat("the agreement has no row ", key));
    }
  }
  return agreement_;
}

absl::Status AgreementRows::Parties(absl::string_view codes) {
  for (const absl::string_view code : absl::StrSplit(codes, '|')) {
    std::string name = absl::StrCat("organisations/", code);
    if (!ParseCodeName("organisations", name).ok()) return Fault("this is no code");
    agreement_.parties.push_back(std::move(name));
  }
  return absl::OkStatus();
}

absl::Status AgreementRows::External(const PolicyRow& row) {
  if (row.words.size() > 3) return Fault("the row has too many words");
  ExternalSource source;
  source.source = std::string(row.words[1]);
  for (const ExternalSource& named : agreement_.external) {
    if (named.source == source.source) return Fault("the agreement names this source already");
  }
  if (row.words.size() == 3) {
    PROBITY_ASSIGN_OR_RETURN(source.decision, ParseMember<v1::Decision>(row.words[2]));
  }
  agreement_.external.push_back(std::move(source));
  return absl::OkStatus();
}

absl::Status AgreementRows::Valid(const PolicyRow& row) {
  if (row.words.size() > 3) return Fault("the row has too many words");
  PROBITY_ASSIGN_OR_RETURN(agreement_.valid_from, ParseDay(row.words[1]));
  if (row.words.size() == 2) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(agreement_.valid_to, ParseDay(row.words[2]));
  return *agreement_.valid_to < agreement_.valid_from ? Fault("it ends before it begins")
                                                      : absl::OkStatus();
}

}  // namespace probity::screening
