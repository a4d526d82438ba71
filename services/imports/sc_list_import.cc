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

// The whole list, read and checked.
struct List {
  std::vector<v1::ExternalRecord> records;
  absl::flat_hash_set<std::string> ids;
  Summary summary;
};

absl::Status InvalidXml(const ScListError& error) {
  return InvalidArgument(Describe(error.code))
      .Reason(v1::ERROR_REASON_INVALID_XML)
      .Field("chunk")
      .With("line", absl::StrCat(error.line));
}

absl::Status Take(const std::vector<ScListItem>& items, const StateNames& states, List& list) {
  for (const ScListItem& item : items) {
    if (const ScListError* error = std::get_if<ScListError>(&item)) return InvalidXml(*error);
    const ScIndividual& individual = std::get<ScIndividual>(item);
    // An entry that comes twice counts once: the first.
    if (!list.ids.insert(individual.data_id).second) continue;
    list.records.push_back(RecordOf(individual, states));
  }
  return absl::OkStatus();
}

absl::StatusOr<List> ReadList(Source<v1::ImportSecurityCouncilListRequest>& in,
                              const StateNames& states) {
  ScListParser parser({.file_bytes = kMaxFileBytes});
  List list;
  for (auto part = in.NextWindow(1); !part.empty(); part = in.NextWindow(1)) {
    PROBITY_RETURN_IF_ERROR(Take(parser.Feed(part.front().chunk()), states, list));
  }
  PROBITY_RETURN_IF_ERROR(Take(parser.Finish(), states, list));
  if (!parser.complete()) return InvalidXml({.line = 0, .code = ScListErrorCode::kTruncated});
  absl::Time generated;
  if (absl::ParseTime(absl::RFC3339_full, parser.generated(), &generated, nullptr)) {
    *list.summary.mutable_list_time() = ToTimestamp(generated);
  }
  list.summary.set_individuals(static_cast<int32_t>(parser.individuals()));
  list.summary.set_entities_skipped(static_cast<int32_t>(parser.entities()));
  return list;
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

// Names of the records that the register lists and the new list lacks.
absl::StatusOr<std::vector<std::string>> Gone(storage::Store& store, const Call& call,
                                              const List& list) {
  return core::Read(store, call.viewer, {},
                    [&](const storage::ReadTx& tx) -> absl::StatusOr<std::vector<std::string>> {
                      std::vector<std::string> gone;
                      std::optional<storage::Cursor> cursor = storage::Cursor();
                      while (cursor.has_value()) {
                        PROBITY_ASSIGN_OR_RETURN(const storage::Page<v1::ExternalRecord> page,
                                                 tx.external_records().ListListed(
                                                     kSecurityCouncil, *cursor, kRowsPerWrite));
                        for (const v1::ExternalRecord& record : page.items) {
                          if (!list.ids.contains(record.source_id())) gone.push_back(record.name());
                        }
                        cursor = page.next;
                      }
                      return gone;
                    });
}

}  // namespace

absl::StatusOr<Summary> ImportHandlers::ImportSecurityCouncilList(
    Call& call, Source<v1::ImportSecurityCouncilListRequest>& in) {
  PROBITY_ASSIGN_OR_RETURN(List list, ReadList(in, StateNames(codes_)));
  for (v1::ExternalRecord& record : list.records) {
    if (list.summary.has_list_time()) *record.mutable_list_time() = list.summary.list_time();
  }
  PROBITY_RETURN_IF_ERROR(
      InWindows<v1::ExternalRecord>(store_, call, list.records, list.summary,
                                    [](storage::WriteTx& tx, const v1::ExternalRecord& record,
                                       Summary& counts) { return Upsert(tx, record, counts); }));
  PROBITY_ASSIGN_OR_RETURN(const std::vector<std::string> gone, Gone(store_, call, list));
  PROBITY_RETURN_IF_ERROR(InWindows<std::string>(
      store_, call, gone, list.summary,
      [](storage::WriteTx& tx, const std::string& name, Summary& counts) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(v1::ExternalRecord record, tx.external_records().Get(name));
        record.set_status(v1::ExternalRecord::DELISTED);
        counts.set_delisted(counts.delisted() + 1);
        return tx.external_records().Update(std::move(record)).status();
      }));
  return list.summary;
}

}  // namespace probity::imports
