// Reads the XML of the United Nations Security Council consolidated list as it arrives, with
// bounded memory whatever is sent, and tells individuals one by one. Entities (companies, groups)
// are counted and left out.
//
// The list has no document type, so one is refused before anything of it is read: no entity is ever
// declared, and none expands. Depth, size and number of elements are limited. No error holds
// anything of the file but an entry's DATAID.
#ifndef PROBITY_SERVICES_IMPORTS_SC_LIST_PARSER_H_
#define PROBITY_SERVICES_IMPORTS_SC_LIST_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/imports/sc_list_record.h"

namespace probity::imports {

// The defaults are some fifty times what the list of 2026 needs.
struct ScListLimits {
  int depth = 16;
  size_t entry_bytes = 1 << 20;    // Text and names of one entry
  size_t entry_elements = 20'000;  // Elements of one entry
  size_t token_bytes = 128 << 10;  // One tag or comment
  int64_t file_bytes = int64_t{1} << 30;
};

using ScListItem = std::variant<ScIndividual, ScListError>;

// Not thread-safe. Holds at most one entry and one token.
class ScListParser {
 public:
  explicit ScListParser(ScListLimits limits = {});
  ~ScListParser();
  ScListParser(const ScListParser&) = delete;
  ScListParser& operator=(const ScListParser&) = delete;

  // Takes the next bytes of the file; returns the entries that they complete, in their order. An
  // error that ends the reading is the last item; after it nothing more comes.
  std::vector<ScListItem> Feed(absl::string_view chunk);
  // The file ends here. To be called once, and nothing after it.
  std::vector<ScListItem> Finish();

  // True once the whole list was read, after Finish: only then does the absence of an entry mean
  // anything.
  bool complete() const;
  // The list's own dateGenerated, as written; empty if it has none.
  const std::string& generated() const;
  int64_t individuals() const;  // Read so far, with those that had an error
  int64_t entities() const;     // Left out so far

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_SC_LIST_PARSER_H_
