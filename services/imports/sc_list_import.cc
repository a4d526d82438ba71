#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "google/protobuf/util/message_differencer.h"
#include "proto/support/error.h"
#include "proto/support/row_error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/read.h"
#include "services/imports/import_handlers.h"
#include "services/imports/sc_list_mapping.h"
#include "services/imports/sc_list_parser.h"

namespace probity::imports {
namespace {

using Summary = v1::ImportSecurityCouncilListResponse;

constexpr int64_t kMaxFileBytes = int64_t{64} << 20;
constexpr int kMostRefusedTold = 100;
// A list may lose so many persons at once without anybody having looked at it: the consolidated
// list loses a handful in a month.
constexpr size_t kMostDelisted = 5;
constexpr size_t kMostDelistedShare = 10;  // A tenth
// Clocks differ; a list of next week is none.
constexpr absl::Duration kMostAhead = absl::Hours(24);

// The whole list, read and checked.
struct List {
  std::vector<v1::ExternalRecord> records;
  absl::flat_hash_set<std::string> ids;  // With those of entries that cannot be used
  absl::Time time;
  bool allow_delisting = false;
  Summary summary;
};

ErrorBuilder InvalidXml(absl::string_view message) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_INVALID_XML).Field("chunk");
}

absl::Status InvalidXml(const ScListError& error) {
  return InvalidXml(Describe(error.code)).With("line", absl::StrCat(error.line));
}

void Refuse(const ScListError& error, List& list) {
  Summary& summary = list.summary;
  summary.set_refused(summary.refused() + 1);
  if (error.data_id.empty()) summary.set_delisting_withheld(true);
  list.ids.insert(error.data_id);
  if (summary.refused_entries_size() == kMostRefusedTold) return;
  v1::RefusedEntry& told = *summary.add_refused_entries();
  told.set_line(error.line);
  *told.mutable_error() = ToRowError(InvalidXml(error));
}

absl::Status Take(const std::vector<ScListItem>& items, const StateNames& states, List& list) {
  for (const ScListItem& item : items) {
    if (const ScListError* error = std::get_if<ScListError>(&item)) {
      if (!IsAboutOneEntry(error->code)) return InvalidXml(*error);
      Refuse(*error, list);
      continue;
    }
    const ScIndividual& individual = std::get<ScIndividual>(item);
    // An entry that comes twice counts once: the first.
    if (!list.ids.insert(individual.data_id).second) continue;
    list.records.push_back(RecordOf(individual, states));
  }
  return absl::OkStatus();
}

// The list's own time, on every record of it.
absl::Status SetTime(const std::string& generated, absl::Time now, List& list) {
  if (!absl::ParseTime(absl::RFC3339_full, generated, &list.time, nullptr)) {
    return InvalidXml("the list does not say when it was generated");
  }
  if (list.time > now + kMostAhead) return InvalidXml("the list was generated in the future");
  *list.summary.mutable_list_time() = ToTimestamp(list.time);
  list.time = TimeOf(list.summary.list_time());
  for (v1::ExternalRecord& record : list.records) {
    *record.mutable_list_time() = list.summary.list_time();
  }
  return absl::OkStatus();
}

absl::StatusOr<List> ReadList(Source<v1::ImportSecurityCouncilListRequest>& in,
                              const StateNames& states, absl::Time now) {
  ScListParser parser({.file_bytes = kMaxFileBytes});
  List list;
  bool first = true;
  for (auto part = in.NextWindow(1); !part.empty(); part = in.NextWindow(1)) {
    const v1::ImportSecurityCouncilListRequest& request = part.front();
    if (first && request.has_header()) {
      list.allow_delisting = request.header().allow_delisting();
    } else if (request.has_header()) {
      return InvalidArgument("only the first message may be the header")
          .Reason(v1::ERROR_REASON_INVALID_FIELD)
          .Field("header");
    }
    first = false;
    PROBITY_RETURN_IF_ERROR(Take(parser.Feed(request.chunk()), states, list));
  }
  PROBITY_RETURN_IF_ERROR(Take(parser.Finish(), states, list));
  if (!parser.complete()) return InvalidXml({.line = 0, .code = ScListErrorCode::kTruncated});
  if (list.records.empty()) return InvalidXml("the list has no individuals");
  PROBITY_RETURN_IF_ERROR(SetTime(parser.generated(), now, list));
  list.summary.set_individuals(static_cast<int32_t>(parser.individuals()));
  list.summary.set_entities_skipped(static_cast<int32_t>(parser.entities()));
  return list;
}

absl::Status Outdated() {
  return FailedPrecondition("the register has a newer list").Reason(v1::ERROR_REASON_LIST_OUTDATED);
}

// Whether what the register has of a record is from a newer list.
bool IsNewer(const v1::ExternalRecord& stored, const google::protobuf::Timestamp& list_time) {
  return stored.has_list_time() && TimeOf(stored.list_time()) > TimeOf(list_time);
}

// The same record, whatever list it came in.
bool SameRecord(const v1::ExternalRecord& stored, v1::ExternalRecord fresh) {
  fresh.set_name(stored.name());
  fresh.set_etag(stored.etag());
  *fresh.mutable_list_time() = stored.list_time();
  if (!stored.has_list_time()) fresh.clear_list_time();
  return google::protobuf::util::MessageDifferencer::Equals(stored, fresh);
}

absl::Status Upsert(storage::WriteTx& tx, v1::ExternalRecord record, Summary& counts) {
  PROBITY_ASSIGN_OR_RETURN(const std::optional<v1::ExternalRecord> stored,
                           tx.external_records().Find(record.source(), record.source_id()));
  if (!stored.has_value()) {
    counts.set_created(counts.created() + 1);
    return tx.external_records().Insert(std::move(record)).status();
  }
  // Also of an import at the same time.
  if (IsNewer(*stored, record.list_time())) return Outdated();
  if (SameRecord(*stored, record)) {
    counts.set_unchanged(counts.unchanged() + 1);
    return absl::OkStatus();
  }
  record.set_name(stored->name());
  record.set_etag(stored->etag());
  counts.set_updated(counts.updated() + 1);
  return tx.external_records().Update(std::move(record)).status();
}

void Add(const Summary& some, Summary& all) {
  all.set_created(all.created() + some.created());
  all.set_updated(all.updated() + some.updated());
  all.set_unchanged(all.unchanged() + some.unchanged());
  all.set_delisted(all.delisted() + some.delisted());
}

// One write for up to kRowsPerWrite items; `step` may run more than once.
template <typename Item, typename Step>
absl::Status InWindows(storage::Store& store, const Call& call, absl::Span<const Item> items,
                       Summary& all, Step step) {
  for (size_t begin = 0; begin < items.size(); begin += kRowsPerWrite) {
    Summary counts;
    PROBITY_RETURN_IF_ERROR(store.WriteWindow(call, [&](storage::WriteTx& tx) -> absl::Status {
      counts.Clear();
      for (const Item& item : items.subspan(begin, kRowsPerWrite)) {
        PROBITY_RETURN_IF_ERROR(step(tx, item, counts));
      }
      return absl::OkStatus();
    }));
    Add(counts, all);
  }
  return absl::OkStatus();
}

// What the register lists before the import.
struct Listed {
  size_t count = 0;
  absl::Time newest = absl::InfinitePast();
  std::vector<std::string> gone;  // Names of the records that the new list lacks
};

absl::StatusOr<Listed> ReadListed(storage::Store& store, const Call& call, const List& list) {
  return core::Read(
      store, call.viewer, {}, [&](const storage::ReadTx& tx) -> absl::StatusOr<Listed> {
        Listed listed;
        std::optional<storage::Cursor> cursor = storage::Cursor();
        while (cursor.has_value()) {
          PROBITY_ASSIGN_OR_RETURN(
              const storage::Page<v1::ExternalRecord> page,
              tx.external_records().ListListed(kSecurityCouncil, *cursor, kRowsPerWrite));
          for (const v1::ExternalRecord& record : page.items) {
            ++listed.count;
            if (record.has_list_time()) {
              listed.newest = std::max(listed.newest, TimeOf(record.list_time()));
            }
            if (!list.ids.contains(record.source_id())) listed.gone.push_back(record.name());
          }
          cursor = page.next;
        }
        return listed;
      });
}

absl::Status CheckAgainst(const Listed& listed, const List& list) {
  if (list.time < listed.newest) return Outdated();
  const size_t most = std::max(kMostDelisted, listed.count / kMostDelistedShare);
  if (list.allow_delisting || list.summary.delisting_withheld() || listed.gone.size() <= most) {
    return absl::OkStatus();
  }
  return FailedPrecondition("the list lacks more persons than a list loses; a header allows it")
      .Reason(v1::ERROR_REASON_TOO_MANY_DELISTED)
      .Field("header.allow_delisting")
      .With("listed", absl::StrCat(listed.count))
      .With("would_be_delisted", absl::StrCat(listed.gone.size()));
}

absl::Status Delist(storage::WriteTx& tx, const std::string& name, Summary& counts,
                    const google::protobuf::Timestamp& list_time) {
  PROBITY_ASSIGN_OR_RETURN(v1::ExternalRecord record, tx.external_records().Get(name));
  if (IsNewer(record, list_time)) return Outdated();
  record.set_status(v1::ExternalRecord::DELISTED);
  *record.mutable_list_time() = list_time;
  counts.set_delisted(counts.delisted() + 1);
  return tx.external_records().Update(std::move(record)).status();
}

// A newer list with nothing new in it still makes the register's own one newer: one record says so.
absl::Status MarkTime(storage::WriteTx& tx, const v1::ExternalRecord& first) {
  PROBITY_ASSIGN_OR_RETURN(std::optional<v1::ExternalRecord> stored,
                           tx.external_records().Find(first.source(), first.source_id()));
  if (!stored.has_value()) return absl::OkStatus();
  if (IsNewer(*stored, first.list_time())) return Outdated();
  *stored->mutable_list_time() = first.list_time();
  return tx.external_records().Update(*std::move(stored)).status();
}

}  // namespace

absl::StatusOr<Summary> ImportHandlers::ImportSecurityCouncilList(
    Call& call, Source<v1::ImportSecurityCouncilListRequest>& in) {
  PROBITY_ASSIGN_OR_RETURN(List list, ReadList(in, StateNames(codes_), call.now));
  PROBITY_ASSIGN_OR_RETURN(Listed listed, ReadListed(store_, call, list));
  PROBITY_RETURN_IF_ERROR(CheckAgainst(listed, list));
  if (list.summary.delisting_withheld()) listed.gone.clear();
  PROBITY_RETURN_IF_ERROR(
      InWindows<v1::ExternalRecord>(store_, call, list.records, list.summary,
                                    [](storage::WriteTx& tx, const v1::ExternalRecord& record,
                                       Summary& counts) { return Upsert(tx, record, counts); }));
  const bool nothing_new = list.summary.created() == 0 && list.summary.updated() == 0;
  if (nothing_new && list.time > listed.newest) {
    PROBITY_RETURN_IF_ERROR(store_.WriteWindow(
        call, [&](storage::WriteTx& tx) { return MarkTime(tx, list.records.front()); }));
  }
  PROBITY_RETURN_IF_ERROR(
      InWindows<std::string>(store_, call, listed.gone, list.summary,
                             [&](storage::WriteTx& tx, const std::string& name, Summary& counts) {
                               return Delist(tx, name, counts, list.summary.list_time());
                             }));
  return list.summary;
}

}  // namespace probity::imports
