#include "services/imports/sc_list_parser.h"

#include <expat.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace probity::imports {
namespace {

constexpr absl::string_view kRoot = "CONSOLIDATED_LIST";
constexpr absl::string_view kIndividual = "INDIVIDUAL";
constexpr absl::string_view kEntity = "ENTITY";
// Root, INDIVIDUALS or ENTITIES, entry.
constexpr int kEntryDepth = 3;
// Expat looks at an unfinished token again with every call, so it is not called for a few bytes.
constexpr size_t kSliceBytes = 16 << 10;

}  // namespace

class ScListParser::Reader {
 public:
  explicit Reader(ScListLimits limits) : limits_(limits), parser_(XML_ParserCreate("UTF-8")) {
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Reader*>(self)->StartElement(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<Reader*>(self)->EndElement(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int length) {
      static_cast<Reader*>(self)->Text({text, static_cast<size_t>(length)});
    });
    XML_SetStartDoctypeDeclHandler(
        parser_, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
          static_cast<Reader*>(self)->Fail(ScListErrorCode::kHasDoctype);
        });
  }
  ~Reader() { XML_ParserFree(parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  std::vector<ScListItem> Feed(absl::string_view chunk) {
    while (!chunk.empty() && !failed_) {
      const absl::string_view piece = chunk.substr(0, kSliceBytes - slice_.size());
      slice_.append(piece.data(), piece.size());
      chunk.remove_prefix(piece.size());
      if (slice_.size() == kSliceBytes) Parse(false);
    }
    return std::exchange(items_, {});
  }

  std::vector<ScListItem> Finish() {
    if (!failed_) Parse(true);
    complete = !failed_;
    return std::exchange(items_, {});
  }

  bool complete = false;
  std::string generated;
  int64_t individuals = 0;
  int64_t entities = 0;

 private:
  void Parse(bool last) {
    fed_ += static_cast<int64_t>(slice_.size());
    if (fed_ > limits_.file_bytes) return Fail(ScListErrorCode::kTooLarge);
    const XML_Status status =
        XML_Parse(parser_, slice_.data(), static_cast<int>(slice_.size()), last ? 1 : 0);
    slice_.clear();
    if (failed_) return;
    if (status != XML_STATUS_OK) return Fail(Cause(last));
    if (fed_ - XML_GetCurrentByteIndex(parser_) > static_cast<int64_t>(limits_.token_bytes)) {
      Fail(ScListErrorCode::kTooLarge);
    }
  }

  ScListErrorCode Cause(bool last) const {
    switch (XML_GetErrorCode(parser_)) {
      case XML_ERROR_NO_ELEMENTS:
      case XML_ERROR_UNCLOSED_TOKEN:
      case XML_ERROR_PARTIAL_CHAR:
      case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return last ? ScListErrorCode::kTruncated : ScListErrorCode::kMalformed;
      default:
        return ScListErrorCode::kMalformed;
    }
  }

  void StartElement(absl::string_view name, const XML_Char** attributes) {
    if (failed_) return;
    if (++depth_ > limits_.depth) return Fail(ScListErrorCode::kTooDeep);
    if (depth_ == 1) return StartRoot(name, attributes);
    if (depth_ == kEntryDepth) {
      entities += name == kEntity ? 1 : 0;
      if (name == kIndividual) StartEntry();
    }
    if (open_.empty()) return;
    if (++entry_elements_ > limits_.entry_elements) return Fail(ScListErrorCode::kTooLarge);
    if (!Charge(name.size())) return;
    if (depth_ > kEntryDepth) {
      open_.back()->children.emplace_back();
      open_.push_back(&open_.back()->children.back());
    }
    open_.back()->name = std::string(name);
  }

  void StartRoot(absl::string_view name, const XML_Char** attributes) {
    if (name != kRoot) return Fail(ScListErrorCode::kNotTheList);
    for (; attributes[0] != nullptr; attributes += 2) {
      if (absl::string_view(attributes[0]) == "dateGenerated") generated = attributes[1];
    }
  }

  void StartEntry() {
    entry_.emplace();
    entry_line_ = static_cast<int64_t>(XML_GetCurrentLineNumber(parser_));
    entry_bytes_ = 0;
    entry_elements_ = 0;
    open_ = {&*entry_};
  }

  void EndElement() {
    if (failed_) return;
    if (depth_-- == kEntryDepth && entry_) EndEntry();
    if (!open_.empty()) open_.pop_back();
  }

  void EndEntry() {
    ++individuals;
    auto read = ReadIndividual(*entry_);
    if (auto* individual = std::get_if<ScIndividual>(&read)) {
      items_.emplace_back(std::move(*individual));
    } else {
      ScListError error = std::get<ScListError>(std::move(read));
      error.line = entry_line_;
      items_.emplace_back(std::move(error));
    }
    entry_.reset();
  }

  void Text(absl::string_view text) {
    if (failed_ || open_.empty() || !Charge(text.size())) return;
    open_.back()->text.append(text.data(), text.size());
  }

  bool Charge(size_t bytes) {
    entry_bytes_ += bytes;
    if (entry_bytes_ > limits_.entry_bytes) Fail(ScListErrorCode::kTooLarge);
    return !failed_;
  }

  void Fail(ScListErrorCode code) {
    failed_ = true;
    items_.emplace_back(
        ScListError{.line = static_cast<int64_t>(XML_GetCurrentLineNumber(parser_)), .code = code});
    XML_StopParser(parser_, XML_FALSE);
  }

  const ScListLimits limits_;
  XML_Parser parser_;
  std::string slice_;
  int64_t fed_ = 0;
  bool failed_ = false;
  int depth_ = 0;

  std::optional<ScElement> entry_;
  std::vector<ScElement*> open_;  // From the entry down to the element being read.
  int64_t entry_line_ = 0;
  size_t entry_bytes_ = 0;
  size_t entry_elements_ = 0;

  std::vector<ScListItem> items_;
};

ScListParser::ScListParser(ScListLimits limits) : reader_(std::make_unique<Reader>(limits)) {}
ScListParser::~ScListParser() = default;

std::vector<ScListItem> ScListParser::Feed(absl::string_view chunk) { return reader_->Feed(chunk); }
std::vector<ScListItem> ScListParser::Finish() { return reader_->Finish(); }
bool ScListParser::complete() const { return reader_->complete; }
const std::string& ScListParser::generated() const { return reader_->generated; }
int64_t ScListParser::individuals() const { return reader_->individuals; }
int64_t ScListParser::entities() const { return reader_->entities; }

}  // namespace probity::imports
