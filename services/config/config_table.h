// One table of a TOML file, read key by key; what nobody asked for is an error.
#ifndef PROBITY_SERVICES_CONFIG_CONFIG_TABLE_H_
#define PROBITY_SERVICES_CONFIG_CONFIG_TABLE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#define TOML_EXCEPTIONS 0
#include "toml++/toml.h"

namespace probity {

// The first thing that was wrong with a file.
class ConfigErrors {
 public:
  explicit ConfigErrors(absl::string_view file) : file_(file) {}
  void Add(const toml::source_region& where, absl::string_view what);
  const absl::Status& first() const { return first_; }

 private:
  const std::string file_;
  absl::Status first_;
};

// Each function answers the key's value, or `otherwise` if the key is not there or is wrong, which
// `errors` then knows.
class ConfigTable {
 public:
  ConfigTable(const toml::table& table, ConfigErrors& errors) : table_(table), errors_(errors) {}

  std::string Text(const char* key, absl::string_view otherwise = "");
  // A key that must be there, and not empty.
  std::string NeededText(const char* key);
  bool Flag(const char* key, bool otherwise);
  int64_t Number(const char* key, int64_t least, int64_t most, int64_t otherwise);
  // A number for `value`, which is its own default.
  void SetNumber(const char* key, int least, int most, int& value) {
    value = static_cast<int>(Number(key, least, most, value));
  }
  std::vector<std::string> Texts(const char* key);
  // An empty table if there is none; valid as long as this.
  const toml::table& Table(const char* key);
  std::vector<const toml::table*> Tables(const char* key);

  // Where the key stands; the table, if it is not there.
  toml::source_region Where(const char* key) const;
  // Notes the first key that no function above was asked for.
  void Finish();

 private:
  const toml::node* Find(const char* key);

  const toml::table& table_;
  const toml::table empty_;
  ConfigErrors& errors_;
  std::set<std::string> known_;
};

}  // namespace probity

#endif  // PROBITY_SERVICES_CONFIG_CONFIG_TABLE_H_
