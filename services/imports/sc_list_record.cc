#include "services/imports/sc_list_record.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace probity::imports {
namespace {

std::string Clean(absl::string_view text) {
  std::string clean(text);
  absl::RemoveExtraAsciiWhitespace(&clean);
  return clean;
}

// The text of the first child of that name; empty if there is none.
std::string Text(const ScElement& element, absl::string_view child) {
  for (const ScElement& each : element.children) {
    if (each.name == child) return Clean(each.text);
  }
  return "";
}

// The texts of <child><VALUE/>...</child>, the empty ones left out.
std::vector<std::string> Values(const ScElement& element, absl::string_view child) {
  std::vector<std::string> values;
  for (const ScElement& list : element.children) {
    if (list.name != child) continue;
    for (const ScElement& value : list.children) {
      std::string text = Clean(value.text);
      if (value.name == "VALUE" && !text.empty()) values.push_back(std::move(text));
    }
  }
  return values;
}

template <typename T, typename ReadFn>
void ReadAll(const ScElement& element, absl::string_view child, std::vector<T>& all, ReadFn read) {
  for (const ScElement& each : element.children) {
    if (each.name == child) all.push_back(read(each));
  }
}

ScPlace ReadPlace(const ScElement& place) {
  return {.street = Text(place, "STREET"),
          .city = Text(place, "CITY"),
          .state_province = Text(place, "STATE_PROVINCE"),
          .country = Text(place, "COUNTRY"),
          .note = Text(place, "NOTE")};
}

ScDocument ReadDocument(const ScElement& document) {
  ScDocument read{.type = Text(document, "TYPE_OF_DOCUMENT"),
                  .subtype = Text(document, "TYPE_OF_DOCUMENT2"),
                  .number = Text(document, "NUMBER"),
                  .issuing_country = Text(document, "ISSUING_COUNTRY"),
                  .note = Text(document, "NOTE")};
  if (read.issuing_country.empty()) read.issuing_country = Text(document, "COUNTRY_OF_ISSUE");
  return read;
}

// Empty text is no date and no error; a date that cannot be is counted.
std::optional<core::PartialDate> ReadDate(const std::string& text, int& unreadable) {
  if (text.empty()) return std::nullopt;
  const auto parsed = core::ParsePartialDate(text);
  if (parsed.ok()) return *parsed;
  ++unreadable;
  return std::nullopt;
}

// "2015-07-01-04:00" is a day with a time zone.
std::string ReadDay(const std::string& text, int& unreadable) {
  const auto date = ReadDate(text.substr(0, 10), unreadable);
  return date ? core::FormatPartialDate(*date) : "";
}

ScBirth ReadBirth(const ScElement& element, int& unreadable) {
  const std::string type = Text(element, "TYPE_OF_DATE");
  std::string date = Text(element, "DATE");
  if (date.empty()) date = Text(element, "YEAR");
  if (type == "BETWEEN") {
    const std::string from = Text(element, "FROM_YEAR");
    const std::string to = Text(element, "TO_YEAR");
    if (!from.empty() || !to.empty()) date = absl::StrCat(from, "..", to);
  } else if (type == "APPROXIMATELY" && !date.empty()) {
    // About a day is about its year: there is no finer form.
    date = absl::StrCat("~", date.substr(0, 4));
  }
  return {.date = ReadDate(date, unreadable), .note = Text(element, "NOTE")};
}

ScAlias ReadAlias(const ScElement& element, int& unreadable) {
  ScAlias alias{.name = Text(element, "ALIAS_NAME"),
                .date_of_birth = ReadDate(Text(element, "DATE_OF_BIRTH"), unreadable),
                .note = Text(element, "NOTE")};
  const std::string quality = Text(element, "QUALITY");
  if (quality == "Good") alias.quality = ScAliasQuality::kGood;
  if (quality == "Low") alias.quality = ScAliasQuality::kLow;
  return alias;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

void ReadDates(const ScElement& entry, ScIndividual& individual) {
  int& unreadable = individual.unreadable_dates;
  individual.listed_on = ReadDay(Text(entry, "LISTED_ON"), unreadable);
  for (const std::string& text : Values(entry, "LAST_DAY_UPDATED")) {
    individual.last_updated = std::max(individual.last_updated, ReadDay(text, unreadable));
  }
  ReadAll(entry, "INDIVIDUAL_DATE_OF_BIRTH", individual.births,
          [&](const ScElement& element) { return ReadBirth(element, unreadable); });
  std::erase_if(individual.births,
                [](const ScBirth& birth) { return !birth.date && birth.note.empty(); });
}

}  // namespace

absl::string_view Describe(ScListErrorCode code) {
  switch (code) {
    case ScListErrorCode::kNotTheList:
      return "the file is not a consolidated list of the Security Council";
    case ScListErrorCode::kMalformed:
      return "the file is not well-formed XML in UTF-8";
    case ScListErrorCode::kTruncated:
      return "the file ends before the list does";
    case ScListErrorCode::kHasDoctype:
      return "the file has a document type declaration, which the list never has";
    case ScListErrorCode::kTooDeep:
      return "elements are nested deeper than in the list";
    case ScListErrorCode::kTooLarge:
      return "an element, an entry or the file is larger than the list's ever are";
    case ScListErrorCode::kNoDataId:
      return "the entry has no DATAID of digits";
    case ScListErrorCode::kNoName:
      return "the entry has no name";
  }
  return "";
}

bool IsAboutOneEntry(ScListErrorCode code) {
  return code == ScListErrorCode::kNoDataId || code == ScListErrorCode::kNoName;
}

std::variant<ScIndividual, ScListError> ReadIndividual(const ScElement& entry) {
  ScIndividual individual;
  individual.data_id = Text(entry, "DATAID");
  if (!IsDigits(individual.data_id)) return ScListError{.code = ScListErrorCode::kNoDataId};
  for (const absl::string_view part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
    std::string name = Text(entry, part);
    if (!name.empty()) individual.names.push_back(std::move(name));
  }
  const std::string version = Text(entry, "VERSIONNUM");
  if (IsDigits(version)) (void)absl::SimpleAtoi(version, &individual.version);
  individual.reference_number = Text(entry, "REFERENCE_NUMBER");
  individual.list_type = Text(entry, "UN_LIST_TYPE");
  individual.name_original_script = Text(entry, "NAME_ORIGINAL_SCRIPT");
  individual.gender = Text(entry, "GENDER");
  individual.titles = Values(entry, "TITLE");
  individual.designations = Values(entry, "DESIGNATION");
  individual.nationalities = Values(entry, "NATIONALITY");
  individual.comments = Text(entry, "COMMENTS1");
  ReadDates(entry, individual);
  ReadAll(entry, "INDIVIDUAL_ALIAS", individual.aliases, [&](const ScElement& element) {
    return ReadAlias(element, individual.unreadable_dates);
  });
  ReadAll(entry, "INDIVIDUAL_PLACE_OF_BIRTH", individual.birth_places, ReadPlace);
  ReadAll(entry, "INDIVIDUAL_ADDRESS", individual.addresses, ReadPlace);
  ReadAll(entry, "INDIVIDUAL_DOCUMENT", individual.documents, ReadDocument);
  std::erase(individual.birth_places, ScPlace{});
  std::erase(individual.addresses, ScPlace{});
  std::erase_if(individual.aliases, [](const ScAlias& alias) { return alias.name.empty(); });
  std::erase_if(individual.documents, [](const ScDocument& document) {
    return document.type.empty() && document.number.empty() && document.note.empty();
  });
  const bool nameless = individual.names.empty() && individual.aliases.empty() &&
                        individual.name_original_script.empty();
  if (nameless) {
    return ScListError{.code = ScListErrorCode::kNoName, .data_id = individual.data_id};
  }
  return individual;
}

}  // namespace probity::imports
