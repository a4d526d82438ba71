#include "services/screening/policy_rows.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "proto/support/status_macros.h"
#include "services/core/partial_date.h"

namespace probity::screening {

std::vector<PolicyRow> SplitRows(absl::string_view text) {
  std::vector<PolicyRow> rows;
  int line = 0;
  for (absl::string_view written : absl::StrSplit(text, '\n')) {
    ++line;
    const absl::string_view said = absl::StripAsciiWhitespace(written.substr(0, written.find('#')));
    if (said.empty()) continue;
    PolicyRow row = {.line = line, .words = {}, .rest = {}};
    row.words = absl::StrSplit(said, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    row.rest = absl::StripAsciiWhitespace(said.substr(row.words[0].size()));
    rows.push_back(std::move(row));
  }
  return rows;
}

absl::Status Fault(absl::string_view what) { return absl::InvalidArgumentError(what); }

std::string DigestOf(const std::vector<PolicyRow>& rows) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  const auto add = [&hash](char byte) {
    hash = (hash ^ static_cast<uint8_t>(byte)) * 1099511628211u;
  };
  for (const PolicyRow& row : rows) {
    for (const absl::string_view word : row.words) {
      for (const char byte : word) add(byte);
      add(' ');
    }
    add('\n');
  }
  return absl::StrFormat("%08x", static_cast<uint32_t>(hash ^ (hash >> 32)));
}

absl::StatusOr<int> ParseNumber(const google::protobuf::EnumDescriptor& type,
                                absl::string_view word) {
  const auto* value = type.FindValueByName(std::string(word));
  if (value == nullptr || value->number() == 0) {
    return absl::InvalidArgumentError(absl::StrCat(word, " is no ", type.name()));
  }
  return value->number();
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view word) {
  const absl::StatusOr<core::PartialDate> date = core::ParsePartialDate(word);
  if (!date.ok() || date->form != core::PartialDate::Form::kDay) {
    return absl::InvalidArgumentError(absl::StrCat(word, " is no day"));
  }
  return core::FirstDay(*date);
}

absl::Status Groups::Add(absl::string_view name, absl::string_view set) {
  std::vector<absl::string_view> members;
  for (absl::string_view word : absl::StrSplit(set, '|')) {
    const auto group = groups_.find(word);
    members.push_back(group == groups_.end() ? word : absl::string_view(group->second));
  }
  if (name == "any" || !groups_.emplace(name, absl::StrJoin(members, "|")).second) {
    return absl::InvalidArgumentError(absl::StrCat("group ", name, " exists already"));
  }
  return absl::OkStatus();
}

absl::StatusOr<EnumSet> Groups::Resolve(const google::protobuf::EnumDescriptor& type,
                                        absl::string_view set) const {
  EnumSet members = 0;
  if (set == "any") {
    for (int i = 0; i < type.value_count(); ++i) members |= EnumSet{1} << type.value(i)->number();
    return members & ~EnumSet{1};
  }
  for (const absl::string_view word : absl::StrSplit(set, '|')) {
    const auto group = groups_.find(word);
    if (group != groups_.end()) {
      PROBITY_ASSIGN_OR_RETURN(const EnumSet of_group, Resolve(type, group->second));
      members |= of_group;
      continue;
    }
    PROBITY_ASSIGN_OR_RETURN(const int member, ParseNumber(type, word));
    members |= EnumSet{1} << member;
  }
  return members;
}

}  // namespace probity::screening
