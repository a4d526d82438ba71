// Rolls: many candidates of one request, a row each.
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/row_error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/audited.h"
#include "services/core/identity_rules.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"
#include "services/screening/screening_handlers.h"

namespace probity::screening {
namespace {

using storage::ReadTx;
using storage::WriteTx;

}  // namespace

struct ScreeningHandlers::Row {
  size_t place = 0;  // Among the window's rows and results.
  std::string digest;
  // The row's screening that this one takes the place of.
  std::string name;
  std::string etag;
  std::optional<Search> search;
};

storage::WriteOr<v1::Roll> ScreeningHandlers::CreateRoll(Call& call,
                                                         const v1::CreateRollRequest& request) {
  const v1::Roll& asked = request.roll();
  PROBITY_RETURN_IF_ERROR(
      RulesFor(call, asked.agreement(), asked.channel(), asked.purpose()).status());
  PROBITY_RETURN_IF_ERROR(core::CheckText(asked.title(), {.min = 1, .max = 200}, "roll.title"));
  v1::Roll roll;
  roll.set_title(asked.title());
  roll.set_requester(call.viewer.principal);
  roll.set_requester_organisation(call.viewer.organisation);
  roll.set_agreement(asked.agreement());
  roll.set_channel(asked.channel());
  roll.set_purpose(asked.purpose());
  roll.set_mission(asked.mission());
  *roll.mutable_created_time() = ToTimestamp(call.now);
  return store_.Prepare(
      call, request, [roll = std::move(roll)](WriteTx& tx) -> absl::StatusOr<v1::Roll> {
        if (!roll.mission().empty()) {
          PROBITY_RETURN_IF_ERROR(
              core::AsUnknownCode(tx.missions().Exists(roll.mission()), "roll.mission"));
        }
        return tx.rolls().Insert(roll);
      });
}

absl::StatusOr<v1::Roll> ScreeningHandlers::GetRoll(Call& call, const v1::GetRollRequest& request) {
  core::AuditGet(call, request.name());
  return core::Read(store_, call.viewer, {}, [&](const ReadTx& tx) -> absl::StatusOr<v1::Roll> {
    PROBITY_ASSIGN_OR_RETURN(v1::Roll roll, tx.rolls().Get(request.name()));
    PROBITY_ASSIGN_OR_RETURN(auto counts, tx.screenings().CountByDecision(request.name()));
    v1::RollSummary& summary = *roll.mutable_summary();
    summary.set_cleared(counts[v1::CLEARED]);
    summary.set_refer(counts[v1::REFER]);
    summary.set_unable_to_screen(counts[v1::UNABLE_TO_SCREEN]);
    summary.set_hold(counts[v1::HOLD]);
    summary.set_not_cleared(counts[v1::NOT_CLEARED]);
    return roll;
  });
}

absl::Status ScreeningHandlers::ScreenRoll(Call& call, Source<v1::ScreenRollRequest>& in,
                                           Sink<v1::ScreenRollResponse>& out) {
  std::string roll;
  for (auto window = in.NextWindow(kRowsPerWrite); !window.empty();
       window = in.NextWindow(kRowsPerWrite)) {
    if (call.cancelled()) return Cancelled("the caller left");
    if (roll.empty()) roll = window.front().roll();
    PROBITY_ASSIGN_OR_RETURN(std::vector<v1::ScreenRollResponse> results,
                             ScreenRows(call, roll, window));
    for (v1::ScreenRollResponse& result : results) {
      PROBITY_RETURN_IF_ERROR(out.Send(std::move(result)));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::ScreenRollResponse>> ScreeningHandlers::ScreenRows(
    Call& call, absl::string_view roll_name, absl::Span<const v1::ScreenRollRequest> rows) {
  PROBITY_ASSIGN_OR_RETURN(const v1::Roll roll,
                           core::Read(store_, call.viewer, {},
                                      [&](const ReadTx& tx) { return tx.rolls().Get(roll_name); }));
  PROBITY_ASSIGN_OR_RETURN(const Rules rules,
                           RulesFor(call, roll.agreement(), roll.channel(), roll.purpose()));
  if (roll.requester_organisation() != call.viewer.organisation) {
    return PermissionDenied("the roll is another organisation's")
        .Reason(v1::ERROR_REASON_AGREEMENT_DENIES);
  }
  std::vector<v1::ScreenRollResponse> results;
  results.reserve(rows.size());
  // A row number that comes again begins a write of its own, which sees the first.
  for (size_t begin = 0; begin < rows.size();) {
    absl::flat_hash_set<int32_t> numbers;
    size_t end = begin;
    while (end < rows.size() && numbers.insert(rows[end].row_number()).second) ++end;
    PROBITY_ASSIGN_OR_RETURN(std::vector<v1::ScreenRollResponse> some,
                             ScreenDistinct(call, roll, rules, rows.subspan(begin, end - begin)));
    for (v1::ScreenRollResponse& result : some) results.push_back(std::move(result));
    begin = end;
  }
  std::vector<absl::string_view> repeated;
  for (const v1::ScreenRollResponse& result : results) {
    if (result.repeated_row()) repeated.push_back(result.screening().name());
  }
  PROBITY_RETURN_IF_ERROR(core::LogRepeatedRows(store_, call, roll.name(), repeated));
  return results;
}

absl::Status ScreeningHandlers::CheckRow(const Call& call, const v1::Roll& roll,
                                         const v1::ScreenRollRequest& request) const {
  if (!request.roll().empty() && request.roll() != roll.name()) {
    return InvalidArgument("a stream is for one roll")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("roll");
  }
  if (request.row_number() < 1) {
    return InvalidArgument("rows are numbered from 1")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("row_number");
  }
  return AtField("candidate", core::CheckIdentity(request.candidate(), core::kCandidateLimits,
                                                  codes_, call.now));
}

std::vector<ScreeningHandlers::Row> ScreeningHandlers::ReadableRows(
    const Call& call, const v1::Roll& roll, absl::Span<const v1::ScreenRollRequest> requests,
    std::vector<v1::ScreenRollResponse>& results) const {
  std::vector<Row> rows;
  rows.reserve(requests.size());
  for (size_t place = 0; place < requests.size(); ++place) {
    results[place].set_row_number(requests[place].row_number());
    const absl::Status fault = CheckRow(call, roll, requests[place]);
    if (!fault.ok()) {
      *results[place].mutable_error() = ToRowError(fault);
      continue;
    }
    rows.push_back({.place = place,
                    .digest = digest_(Deterministic(requests[place].candidate())),
                    .name = {},
                    .etag = {},
                    .search = {}});
  }
  return rows;
}

absl::StatusOr<bool> ScreeningHandlers::AnswerFromRegister(const ReadTx& tx, const v1::Roll& roll,
                                                           const v1::ScreenRollRequest& request,
                                                           Row& row,
                                                           v1::ScreenRollResponse& result) {
  PROBITY_ASSIGN_OR_RETURN(std::optional<v1::Screening> stored,
                           tx.screenings().FindRow(roll.name(), request.row_number()));
  row.name.clear();
  row.etag.clear();
  if (!stored.has_value()) return false;
  if (stored->content_digest() == row.digest) {
    *result.mutable_screening() = *std::move(stored);
    result.set_repeated_row(true);
    return true;
  }
  if (!request.supersede()) {
    *result.mutable_error() = ToRowError(
        FailedPrecondition("the row is screened with other content; supersede replaces it")
            .Reason(v1::ERROR_REASON_ROW_ALREADY_SCREENED));
    return true;
  }
  row.name = stored->name();
  row.etag = stored->etag();
  return false;
}

v1::Screening ScreeningHandlers::DraftRow(const Call& call, const v1::Roll& roll, const Row& row,
                                          const v1::ScreenRollRequest& request) {
  v1::Screening draft = Draft(call, request.candidate());
  draft.set_name(row.name);
  draft.set_etag(row.etag);
  draft.set_agreement(roll.agreement());
  draft.set_channel(roll.channel());
  draft.set_purpose(roll.purpose());
  draft.set_mission(roll.mission());
  draft.set_roll(roll.name());
  draft.set_row_number(request.row_number());
  draft.set_content_digest(row.digest);
  return draft;
}

absl::StatusOr<std::vector<v1::ScreenRollResponse>> ScreeningHandlers::ScreenDistinct(
    Call& call, const v1::Roll& roll, const Rules& rules,
    absl::Span<const v1::ScreenRollRequest> requests) {
  std::vector<v1::ScreenRollResponse> results(requests.size());
  std::vector<Row> rows = ReadableRows(call, roll, requests, results);

  // What is answered already is not searched for.
  std::vector<Row> open;
  open.reserve(rows.size());
  PROBITY_RETURN_IF_ERROR(store_.Read(call.viewer, {}, [&](const ReadTx& tx) -> absl::Status {
    for (Row& row : rows) {
      PROBITY_ASSIGN_OR_RETURN(
          const bool answered,
          AnswerFromRegister(tx, roll, requests[row.place], row, results[row.place]));
      if (!answered) open.push_back(std::move(row));
    }
    return absl::OkStatus();
  }));
  if (open.empty()) return results;

  PROBITY_ASSIGN_OR_RETURN(const IndexSnapshot snapshot, index_.SnapshotOf(call.viewer.at_least));
  for (Row& row : open) {
    PROBITY_ASSIGN_OR_RETURN(Search search,
                             SearchIn(snapshot, call, requests[row.place].candidate()));
    row.search.emplace(std::move(search));
  }

  // The workflow withdraws the matches of a superseded row, which the requester never sees. That
  // the roll is the requester's own is known by now.
  storage::Caller writer = call;
  writer.viewer.adjudicates = true;
  writer.request_id.clear();  // Idempotent by its rows.
  PROBITY_RETURN_IF_ERROR(store_.WriteWindow(writer, [&](WriteTx& tx) -> absl::Status {
    for (Row& row : open) {
      const v1::ScreenRollRequest& request = requests[row.place];
      v1::ScreenRollResponse& result = results[row.place];
      result.clear_result();
      result.set_repeated_row(false);
      // Somebody else may have screened it since.
      PROBITY_ASSIGN_OR_RETURN(const bool answered,
                               AnswerFromRegister(tx, roll, request, row, result));
      if (answered) continue;
      PROBITY_ASSIGN_OR_RETURN(
          *result.mutable_screening(),
          RecordScreening(tx, rules, *row.search, DraftRow(call, roll, row, request)));
    }
    return absl::OkStatus();
  }));
  return results;
}

}  // namespace probity::screening
