// Messages as tables, by their descriptors: a new field shows up by itself.
#ifndef PROBITY_CLIENTS_CLI_VIEW_H_
#define PROBITY_CLIENTS_CLI_VIEW_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/table.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace probity::cli {

// Every field that is set, one a row: "finding.outcome", "names[0].full".
Table FieldTable(const google::protobuf::Message& message);

// The field at a path ("summary.cleared"). Of repeated fields all values, parted by ", ". Empty if
// unset.
std::string ValueAt(const google::protobuf::Message& message, absl::string_view path);

Table RowTable(const std::vector<const google::protobuf::Message*>& rows,
               const std::vector<std::string>& paths);

// One row a message, one column a path.
template <typename T>
Table ListTable(const google::protobuf::RepeatedPtrField<T>& messages,
                const std::vector<std::string>& paths) {
  return RowTable({messages.pointer_begin(), messages.pointer_end()}, paths);
}

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_VIEW_H_
