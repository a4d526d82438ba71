// Get, Insert and Update of a resource, the same for every table.
#ifndef PROBITY_STORAGE_SQL_TABLE_H_
#define PROBITY_STORAGE_SQL_TABLE_H_

#include <utility>

#include "proto/support/error.h"
#include "proto/support/resource_name.h"
#include "storage/sql/tx.h"
#include "storage/table.h"

namespace probity::sql {

struct TableStatements {
  const StatementText& get;     // by :id, or :name if named by code
  const StatementText& insert;  // every column
  const StatementText& close;   // sets to_seq of :id, :from_seq
};

// What is the same for every message; the templates below only cast.
absl::StatusOr<EncodedRow> InsertRow(Tx& tx, const StatementText& insert, const RowCodec& codec,
                                     google::protobuf::Message& message);
absl::StatusOr<EncodedRow> UpdateRow(Tx& tx, const TableStatements& statements,
                                     const RowCodec& codec, google::protobuf::Message& message);

// `Interface` is a role of storage/*.h.
template <typename Interface, typename Resource>
class SqlTable : public Interface {
 public:
  SqlTable(Tx& tx, const TableStatements& statements) : tx_(tx), statements_(statements) {}

  absl::StatusOr<Resource> Get(absl::string_view name) const override {
    PROBITY_ASSIGN_OR_RETURN(const Param key, KeyOf(name));
    return One(key);
  }

  absl::Status Exists(absl::string_view name) const override {
    // Only opening what is sealed tells whether it was erased.
    if (codec().spec().seals()) return Get(name).status();
    auto& codes = tx_.session().known().codes;
    const bool lasts = codec().spec().resource().named_by_code() && !tx_.as_of().has_value();
    if (lasts && codes.contains(name)) return absl::OkStatus();
    PROBITY_ASSIGN_OR_RETURN(const Param key, KeyOf(name));
    absl::Status found = NotFound();
    PROBITY_RETURN_IF_ERROR(tx_.Query(statements_.get, {key}, [&found](const Row&) {
      found = absl::OkStatus();
      return absl::OkStatus();
    }));
    if (lasts && found.ok()) codes.emplace(name);
    return found;
  }

  absl::StatusOr<Resource> Insert(Resource resource) override {
    PROBITY_ASSIGN_OR_RETURN(const EncodedRow row,
                             InsertRow(tx_, statements_.insert, codec(), resource));
    return codec().AsStored(std::move(resource), row);
  }

  absl::StatusOr<Resource> Update(Resource resource) override {
    PROBITY_ASSIGN_OR_RETURN(const EncodedRow row, UpdateRow(tx_, statements_, codec(), resource));
    return codec().AsStored(std::move(resource), row);
  }

 protected:
  Tx& tx() const { return tx_; }
  const RowCodec& codec() const { return tx_.parts().codecs.template For<Resource>(); }

  // A page of a list that asks for one row more than it shows. `position` is a row's cursor.
  template <typename Position>
  static storage::Page<Resource> Paged(std::vector<Resource> rows, int limit, Position position) {
    storage::Page<Resource> page;
    if (rows.size() > static_cast<size_t>(limit)) {
      rows.resize(limit);
      page.next = storage::Cursor{position(rows.back())};
    }
    page.items = std::move(rows);
    return page;
  }

  // A page of a list, from the ids of its rows.
  absl::StatusOr<storage::Page<Resource>> Found(const storage::Page<int64_t>& ids) const {
    storage::Page<Resource> page;
    page.next = ids.next;
    for (const int64_t id : ids.items) {
      PROBITY_ASSIGN_OR_RETURN(Resource resource, One({"id", id}));
      page.items.push_back(std::move(resource));
    }
    return page;
  }

  int64_t IdOf(const Resource& resource) const {
    const absl::StatusOr<int64_t> id = tx_.Id(codec().spec().kind(), resource.name());
    return id.value_or(0);
  }

 private:
  // Points into `name`.
  absl::StatusOr<Param> KeyOf(absl::string_view name) const {
    const v1::Resource& resource = codec().spec().resource();
    if (resource.named_by_code()) {
      PROBITY_RETURN_IF_ERROR(ParseCodeName(resource.collection(), name).status());
      return Param{"name", name};
    }
    PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx_.Id(resource.kind(), name));
    return Param{"id", id};
  }

  absl::StatusOr<Resource> One(Param key) const {
    PROBITY_ASSIGN_OR_RETURN(std::vector<Resource> rows,
                             tx_.template Rows<Resource>(statements_.get, {key}));
    if (rows.empty()) return NotFound();
    return std::move(rows.front());
  }

  Tx& tx_;
  const TableStatements statements_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_TABLE_H_
