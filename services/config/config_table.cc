#include "services/config/config_table.h"

#include "absl/strings/str_cat.h"

namespace probity {

void ConfigErrors::Add(const toml::source_region& where, absl::string_view what) {
  if (!first_.ok()) return;
  first_ = absl::InvalidArgumentError(absl::StrCat(file_, ":", where.begin.line, ": ", what));
}

const toml::node* ConfigTable::Find(const char* key) {
  known_.insert(key);
  return table_.get(key);
}

toml::source_region ConfigTable::Where(const char* key) const {
  const toml::node* node = table_.get(key);
  return node == nullptr ? table_.source() : node->source();
}

std::string ConfigTable::Text(const char* key, absl::string_view otherwise) {
  const toml::node* node = Find(key);
  if (node == nullptr) return std::string(otherwise);
  if (const auto* text = node->as_string()) return text->get();
  errors_.Add(node->source(), absl::StrCat(key, " is a text"));
  return std::string(otherwise);
}

std::string ConfigTable::NeededText(const char* key) {
  std::string text = Text(key);
  if (text.empty()) errors_.Add(Where(key), absl::StrCat(key, " is missing"));
  return text;
}

bool ConfigTable::Flag(const char* key, bool otherwise) {
  const toml::node* node = Find(key);
  if (node == nullptr) return otherwise;
  if (const auto* flag = node->as_boolean()) return flag->get();
  errors_.Add(node->source(), absl::StrCat(key, " is true or false"));
  return otherwise;
}

int64_t ConfigTable::Number(const char* key, int64_t least, int64_t most, int64_t otherwise) {
  const toml::node* node = Find(key);
  if (node == nullptr) return otherwise;
  const auto* number = node->as_integer();
  if (number != nullptr && least <= number->get() && number->get() <= most) return number->get();
  errors_.Add(node->source(), absl::StrCat(key, " is a number from ", least, " to ", most));
  return otherwise;
}

std::vector<std::string> ConfigTable::Texts(const char* key) {
  std::vector<std::string> texts;
  const toml::node* node = Find(key);
  if (node == nullptr) return texts;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    errors_.Add(node->source(), absl::StrCat(key, " is a list of texts"));
    return texts;
  }
  for (const toml::node& item : *array) {
    if (const auto* text = item.as_string()) {
      texts.push_back(text->get());
    } else {
      errors_.Add(item.source(), absl::StrCat(key, " is a list of texts"));
    }
  }
  return texts;
}

const toml::table& ConfigTable::Table(const char* key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return empty_;
  if (const toml::table* table = node->as_table()) return *table;
  errors_.Add(node->source(), absl::StrCat(key, " is a table"));
  return empty_;
}

std::vector<const toml::table*> ConfigTable::Tables(const char* key) {
  std::vector<const toml::table*> tables;
  const toml::node* node = Find(key);
  if (node == nullptr) return tables;
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& item : *array) {
      if (const toml::table* table = item.as_table()) tables.push_back(table);
    }
    if (tables.size() == array->size()) return tables;
  }
  errors_.Add(node->source(), absl::StrCat(key, " is written as [[", key, "]]"));
  return {};
}

void ConfigTable::Finish() {
  for (const auto& [key, node] : table_) {
    if (!known_.contains(std::string(key.str()))) {
      errors_.Add(key.source(), absl::StrCat("there is no key ", std::string(key.str())));
      return;
    }
  }
}

}  // namespace probity
