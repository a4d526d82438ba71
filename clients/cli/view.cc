#include "clients/cli/view.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace probity::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

// How a field is read at one place: its only value, or one of several.
struct Element {
  const Message& message;
  const FieldDescriptor* field;
  int index;
};

template <typename Single, typename Repeated>
auto Get(const Element& e, Single single, Repeated repeated) {
  const auto& reflection = *e.message.GetReflection();
  return e.field->is_repeated() ? (reflection.*repeated)(e.message, e.field, e.index)
                                : (reflection.*single)(e.message, e.field);
}

const Message& SubMessage(const Element& e) {
  const auto& reflection = *e.message.GetReflection();
  return e.field->is_repeated() ? reflection.GetRepeatedMessage(e.message, e.field, e.index)
                                : reflection.GetMessage(e.message, e.field);
}

std::string Scalar(const Element& e) {
  using R = google::protobuf::Reflection;
  switch (e.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(Get(e, &R::GetInt32, &R::GetRepeatedInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(Get(e, &R::GetInt64, &R::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Get(e, &R::GetBool, &R::GetRepeatedBool) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_ENUM:
      return Get(e, &R::GetEnum, &R::GetRepeatedEnum)->name();
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = Get(e, &R::GetString, &R::GetRepeatedString);
      return e.field->type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text;
    }
    default:
      return "";
  }
}

bool IsTime(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type() == Timestamp::descriptor();
}

std::string TimeText(const Message& time) {
  Timestamp copy;
  copy.CopyFrom(time);
  return google::protobuf::util::TimeUtil::ToString(copy);
}

// The elements of a field that is set; none if it is not.
std::vector<Element> Elements(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const int size = field.is_repeated() ? reflection.FieldSize(message, &field)
                                       : static_cast<int>(reflection.HasField(message, &field));
  std::vector<Element> elements;
  elements.reserve(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) elements.push_back({message, &field, i});
  return elements;
}

void Flatten(const Message& message, const std::string& prefix, Table& table) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    for (const Element& e : Elements(message, *field)) {
      const std::string path = field->is_repeated()
                                   ? absl::StrCat(prefix, field->name(), "[", e.index, "]")
                                   : absl::StrCat(prefix, field->name());
      if (IsTime(*field)) {
        table.rows.push_back({path, TimeText(SubMessage(e))});
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Flatten(SubMessage(e), path + ".", table);
      } else {
        table.rows.push_back({path, Scalar(e)});
      }
    }
  }
}

void Collect(const Message& message, absl::Span<const std::string> path,
             std::vector<std::string>& values) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(path.front());
  if (field == nullptr) return;
  for (const Element& e : Elements(message, *field)) {
    if (IsTime(*field)) {
      values.push_back(TimeText(SubMessage(e)));
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      values.push_back(Scalar(e));
    } else if (path.size() > 1) {
      Collect(SubMessage(e), path.subspan(1), values);
    }
  }
}

}  // namespace

Table FieldTable(const Message& message) {
  Table table{.columns = {{"field"}, {"value"}}, .rows = {}};
  Flatten(message, "", table);
  return table;
}

std::string ValueAt(const Message& message, absl::string_view path) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  std::vector<std::string> values;
  Collect(message, steps, values);
  return absl::StrJoin(values, ", ");
}

Table RowTable(const std::vector<const Message*>& rows, const std::vector<std::string>& paths) {
  Table table;
  for (const std::string& path : paths) table.columns.push_back({path});
  for (const Message* row : rows) {
    std::vector<std::string> cells;
    cells.reserve(paths.size());
    for (const std::string& path : paths) cells.push_back(ValueAt(*row, path));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace probity::cli
