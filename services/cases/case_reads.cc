#include <string>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/cases/case_handlers.h"
#include "services/core/audited.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"

namespace probity::cases {
namespace {

using storage::ReadTx;

absl::StatusOr<std::optional<absl::Time>> DayIn(absl::string_view text, absl::string_view field) {
  if (text.empty()) return std::nullopt;
  PROBITY_ASSIGN_OR_RETURN(const absl::CivilDay day, core::CheckDay(text, field));
  return absl::FromCivil(day, absl::UTCTimeZone());
}

absl::StatusOr<storage::CaseFilter> FilterOf(const v1::ListCasesRequest& request) {
  storage::CaseFilter filter;
  filter.mission = request.mission();
  PROBITY_RETURN_IF_ERROR(core::CheckEnumFilter(
      request.state(), v1::Allegation::State_IsValid(request.state()), "state"));
  filter.state = request.state();
  PROBITY_ASSIGN_OR_RETURN(filter.received_from, DayIn(request.received_from(), "received_from"));
  PROBITY_ASSIGN_OR_RETURN(filter.received_before,
                           DayIn(request.received_before(), "received_before"));
  return filter;
}

// Missions are public reference data: a code that is none is an error for everybody alike, and a
// mission that the caller does not see is one without cases.
absl::Status CheckMissionKnown(const ReadTx& tx, const std::string& mission) {
  if (mission.empty()) return absl::OkStatus();
  return core::AsUnknownCode(tx.missions().Exists(mission), "mission");
}

}  // namespace

absl::StatusOr<v1::Case> CaseHandlers::GetCase(Call& call, const v1::GetCaseRequest& request) {
  core::AuditGet(call, request.name());
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.cases().Get(request.name()); });
}

absl::StatusOr<v1::Allegation> CaseHandlers::GetAllegation(
    Call& call, const v1::GetAllegationRequest& request) {
  core::AuditGet(call, request.name());
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.allegations().Get(request.name()); });
}

absl::StatusOr<v1::ListCasesResponse> CaseHandlers::ListCases(Call& call,
                                                              const v1::ListCasesRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(const storage::CaseFilter filter, FilterOf(request));
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  PROBITY_ASSIGN_OR_RETURN(
      v1::ListCasesResponse response,
      core::Read(
          store_, call.viewer, page.as_of,
          [&](const ReadTx& tx) -> absl::StatusOr<v1::ListCasesResponse> {
            PROBITY_RETURN_IF_ERROR(CheckMissionKnown(tx, filter.mission));
            PROBITY_ASSIGN_OR_RETURN(auto found, tx.cases().List(filter, page.cursor, page.limit));
            v1::ListCasesResponse cases;
            for (v1::Case& item : found.items) *cases.add_cases() = std::move(item);
            cases.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
            return cases;
          }));
  core::AuditList(call, response.cases());
  return response;
}

}  // namespace probity::cases
