#include "storage/sql/table_spec.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/timestamp.pb.h"
#include "probity/v1/allegation.pb.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/import.pb.h"
#include "probity/v1/match.pb.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening.pb.h"
#include "probity/v1/screening_record.pb.h"
#include "proto/support/error.h"
#include "proto/support/options.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/row_commitment.h"

namespace probity::sql {
namespace {

using google::protobuf::Descriptor;

// The text names elements of the contract, never input.
absl::Status Wrong(absl::string_view element, absl::string_view what) {
  return Internal(absl::StrCat(element, ": ", what));
}

std::string SnakeCase(absl::string_view camel_case) {
  std::string snake;
  for (const char c : camel_case) {
    if (absl::ascii_isupper(c)) snake.push_back('_');
    snake.push_back(absl::ascii_tolower(c));
  }
  return snake;
}

std::string SealedName(v1::Domain domain) {
  return absl::StrCat("sealed_",
                      absl::AsciiStrToLower(absl::StripPrefix(v1::Domain_Name(domain), "DOMAIN_")));
}

bool HoldsSensitive(const Descriptor& message, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&message).second) return false;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (SensitiveOf(field).domain() != v1::DOMAIN_UNSPECIFIED) return true;
    if (field.message_type() != nullptr && HoldsSensitive(*field.message_type(), seen)) return true;
  }
  return false;
}

absl::StatusOr<ColumnKind> KindOfSingular(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return ColumnKind::kInteger;
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? ColumnKind::kBytes : ColumnKind::kText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.message_type() == google::protobuf::Timestamp::descriptor()
                 ? ColumnKind::kTime
                 : ColumnKind::kMessage;
    default:
      return Wrong(field.full_name(), "no column holds a field of this type");
  }
}

}  // namespace

class TableSpecBuilder {
 public:
  explicit TableSpecBuilder(const Descriptor& message) {
    spec_.message_ = &message;
    spec_.resource_ = ResourceOf(message);
  }

  absl::StatusOr<TableSpec> Build() {
    const Descriptor& message = *spec_.message_;
    if (spec_.resource_.kind() == v1::KIND_UNSPECIFIED || spec_.resource_.collection().empty()) {
      return Wrong(message.full_name(), "not a resource");
    }
    spec_.table_ = SnakeCase(spec_.resource_.collection());
    PROBITY_ASSIGN_OR_RETURN(spec_.name_field_, NamedString("name"));
    PROBITY_ASSIGN_OR_RETURN(spec_.etag_field_, NamedString("etag"));
    AddColumn("id", ColumnKind::kId);
    AddColumn("from_seq", ColumnKind::kFromSeq);
    AddColumn("to_seq", ColumnKind::kToSeq);
    if (spec_.resource_.named_by_code()) {
      AddFieldColumn(*spec_.name_field_, ColumnKind::kText);
    }
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < message.field_count(); ++i) fields.push_back(message.field(i));
    std::sort(fields.begin(), fields.end(),
              [](const auto* a, const auto* b) { return a->number() < b->number(); });
    for (const FieldDescriptor* field : fields) PROBITY_RETURN_IF_ERROR(AddField(*field));
    for (auto& [domain, column] : sealed_) {
      PROBITY_RETURN_IF_ERROR(FindOwner(column));
      spec_.columns_.push_back(std::move(column));
    }
    PROBITY_RETURN_IF_ERROR(CheckNames());
    return std::move(spec_);
  }

 private:
  absl::StatusOr<const FieldDescriptor*> NamedString(const char* name) {
    const FieldDescriptor* const field = spec_.message_->FindFieldByName(name);
    if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) {
      return Wrong(spec_.message_->full_name(), "a resource has the texts name and etag");
    }
    return field;
  }

  Column& AddColumn(absl::string_view name, ColumnKind kind) {
    Column column;
    column.name = std::string(name);
    column.kind = kind;
    return spec_.columns_.emplace_back(std::move(column));
  }

  Column& AddFieldColumn(const FieldDescriptor& field, ColumnKind kind) {
    Column& column = AddColumn(field.name(), kind);
    column.field = &field;
    column.number = static_cast<uint16_t>(field.number());
    return column;
  }

  absl::Status AddField(const FieldDescriptor& field) {
    if (field.number() >= ledger::kSealedColumns) {
      return Wrong(field.full_name(), "its number is a sealed column's");
    }
    if (&field == spec_.name_field_ || &field == spec_.etag_field_) return absl::OkStatus();
    if (IsAssembled(field)) {
      spec_.assembled_.push_back(&field);
      return absl::OkStatus();
    }
    if (SensitiveOf(field).domain() != v1::DOMAIN_UNSPECIFIED) return AddSealed(field);
    if (ReferenceOf(field) != v1::KIND_UNSPECIFIED) return AddReference(field);

    ColumnKind kind = ColumnKind::kMessage;
    if (!field.is_repeated()) {
      PROBITY_ASSIGN_OR_RETURN(kind, KindOfSingular(field));
    }
    std::set<const Descriptor*> seen;
    if (field.message_type() != nullptr && HoldsSensitive(*field.message_type(), seen)) {
      return Wrong(field.full_name(), "holds a sensitive field, and is not sensitive itself");
    }
    AddFieldColumn(field, kind).parts = {&field};
    return absl::OkStatus();
  }

  absl::Status AddReference(const FieldDescriptor& field) {
    if (field.is_repeated() || field.type() != FieldDescriptor::TYPE_STRING) {
      return Wrong(field.full_name(), "a reference is one text");
    }
    AddFieldColumn(field, ColumnKind::kReference).target = ReferenceOf(field);
    return absl::OkStatus();
  }

  absl::Status AddSealed(const FieldDescriptor& field) {
    const v1::Sensitive& sensitive = SensitiveOf(field);
    if (ReferenceOf(field) != v1::KIND_UNSPECIFIED) {
      return Wrong(field.full_name(), "a reference cannot be sealed");
    }
    if (sensitive.key_owner() == v1::KIND_UNSPECIFIED) {
      return Wrong(field.full_name(), "nobody owns the key that seals it");
    }
    Column& column = sealed_[sensitive.domain()];
    if (column.parts.empty()) {
      column.name = SealedName(sensitive.domain());
      column.kind = ColumnKind::kSealed;
      column.number = static_cast<uint16_t>(ledger::kSealedColumns + sensitive.domain());
      column.domain = sensitive.domain();
      column.key_owner = sensitive.key_owner();
    } else if (column.key_owner != sensitive.key_owner()) {
      return Wrong(field.full_name(), "fields of one domain have two owners");
    }
    column.parts.push_back(&field);
    return absl::OkStatus();
  }

  absl::Status FindOwner(Column& sealed) const {
    if (sealed.key_owner == spec_.kind()) return absl::OkStatus();
    for (const Column& column : spec_.columns_) {
      if (column.kind != ColumnKind::kReference || column.target != sealed.key_owner) continue;
      if (sealed.owner_field != nullptr) {
        return Wrong(sealed.parts[0]->full_name(), "two references may name the owner of its key");
      }
      sealed.owner_field = column.field;
    }
    if (sealed.owner_field != nullptr) return absl::OkStatus();
    return Wrong(sealed.parts[0]->full_name(), "no reference names the owner of its key");
  }

  absl::Status CheckNames() const {
    std::set<std::string> names;
    for (const Column& column : spec_.columns_) {
      if (!names.insert(column.name).second) {
        return Wrong(spec_.message_->full_name(), "two columns have one name");
      }
    }
    return absl::OkStatus();
  }

  TableSpec spec_;
  std::map<v1::Domain, Column> sealed_;
};

const char* SqlType(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kId:
    case ColumnKind::kFromSeq:
    case ColumnKind::kToSeq:
    case ColumnKind::kInteger:
    case ColumnKind::kTime:
    case ColumnKind::kReference:
      return "INTEGER";
    case ColumnKind::kText:
      return "TEXT";
    case ColumnKind::kBytes:
    case ColumnKind::kMessage:
    case ColumnKind::kSealed:
      return "BLOB";
  }
  return "";
}

absl::StatusOr<TableSpec> TableSpec::For(const Descriptor& message) {
  return TableSpecBuilder(message).Build();
}

std::vector<const Descriptor*> ResourceMessages() {
  std::vector<const Descriptor*> messages;
  for (const Descriptor* known :
       {v1::Allegation::descriptor(), v1::Case::descriptor(), v1::ExternalRecord::descriptor(),
        v1::Match::descriptor(), v1::Mission::descriptor(), v1::Person::descriptor(),
        v1::Screening::descriptor(), v1::ScreeningRecord::descriptor()}) {
    const google::protobuf::FileDescriptor* const file = known->file();
    for (int i = 0; i < file->message_type_count(); ++i) {
      const Descriptor* const message = file->message_type(i);
      if (ResourceOf(*message).kind() != v1::KIND_UNSPECIFIED) messages.push_back(message);
    }
  }
  std::sort(messages.begin(), messages.end(), [](const Descriptor* a, const Descriptor* b) {
    return ResourceOf(*a).kind() < ResourceOf(*b).kind();
  });
  return messages;
}

absl::Status CheckTables(absl::Span<const Descriptor* const> messages) {
  std::map<v1::Kind, TableSpec> specs;
  std::set<std::string> tables;
  for (const Descriptor* message : messages) {
    PROBITY_ASSIGN_OR_RETURN(TableSpec spec, TableSpec::For(*message));
    if (!tables.insert(spec.table()).second) {
      return Wrong(message->full_name(), "another message has its table");
    }
    const v1::Kind kind = spec.kind();
    if (!specs.emplace(kind, std::move(spec)).second) {
      return Wrong(message->full_name(), "another message has its kind");
    }
  }
  const auto& kinds = *v1::Kind_descriptor();
  for (int i = 0; i < kinds.value_count(); ++i) {
    const int kind = kinds.value(i)->number();
    if (kind != v1::KIND_UNSPECIFIED && specs.count(static_cast<v1::Kind>(kind)) == 0) {
      return Wrong(kinds.value(i)->full_name(), "no message is of this kind");
    }
  }
  for (const auto& [kind, spec] : specs) {
    for (const Column& column : spec.columns()) {
      if (column.kind != ColumnKind::kReference) continue;
      if (specs.at(column.target).resource().named_by_code()) {
        return Wrong(column.field->full_name(), "refers to what is named by a code");
      }
    }
  }
  return absl::OkStatus();
}

bool TableSpec::seals() const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [](const Column& column) { return column.kind == ColumnKind::kSealed; });
}

}  // namespace probity::sql
