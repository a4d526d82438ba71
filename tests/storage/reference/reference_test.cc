// The rules that storage/reference/README.md gives for its files.
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/partial_date.h"
#include "services/imports/csv_reader.h"
#include "services/imports/sc_list_parser.h"

namespace probity {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::StartsWith;

using Row = std::map<std::string, std::string>;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Row> Table(absl::string_view name) {
  imports::CsvReader reader({});
  std::vector<imports::CsvItem> items =
      reader.Feed(ReadFile(absl::StrCat("storage/reference/", name, ".csv")));
  EXPECT_THAT(reader.Finish(), IsEmpty());
  std::vector<Row> rows;
  for (const imports::CsvItem& item : items) {
    const auto* record = std::get_if<imports::CsvRecord>(&item);
    if (record == nullptr) {
      ADD_FAILURE() << name << ", line " << std::get<imports::CsvError>(item).line;
      continue;
    }
    Row row;
    for (size_t i = 0; i < record->fields.size(); ++i) row[reader.header()[i]] = record->fields[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

bool IsDayOrEmpty(const std::string& text) {
  const auto date = core::ParsePartialDate(text);
  return text.empty() || (date.ok() && date->form == core::PartialDate::Form::kDay);
}

// Everything that a State may be called in a source, folded, with its code.
std::map<std::string, std::string> CountryKeys() {
  std::map<std::string, std::string> keys;
  for (const Row& row : Table("member_states")) {
    std::vector<std::string> names = absl::StrSplit(row.at("aliases"), '|', absl::SkipEmpty());
    for (const char* column : {"iso3", "iso2", "name"}) names.push_back(row.at(column));
    for (const std::string& name : names) {
      if (name.empty()) continue;
      const auto [at, is_new] = keys.emplace(absl::AsciiStrToLower(name), row.at("iso3"));
      EXPECT_EQ(at->second, row.at("iso3")) << name << " means two States";
    }
  }
  return keys;
}

TEST(ReferenceData, EveryFileTellsSchemeVersionAndSource) {
  for (const char* name : {"misconduct_types", "personnel_categories", "missions", "member_states",
                           "organisations", "organisation_facts"}) {
    const std::string text = ReadFile(absl::StrCat("storage/reference/", name, ".csv"));
    const std::vector<std::string> parts =
        absl::StrSplit(text.substr(0, text.find('\n')), absl::MaxSplits(", ", 2));
    ASSERT_EQ(parts.size(), 3U) << name;
    EXPECT_EQ(parts[0], absl::StrCat("# scheme: ", absl::AsciiStrToUpper(name)));
    EXPECT_THAT(parts[1], StartsWith("version: "));
    EXPECT_TRUE(IsDayOrEmpty(parts[1].substr(9)) && parts[1].size() == 19) << name;
    EXPECT_THAT(parts[2], StartsWith("source: "));
    EXPECT_EQ(text.find('\r'), std::string::npos) << name;
  }
}

TEST(ReferenceData, MisconductCodesAreUniqueOverAllSchemes) {
  std::set<std::string> codes;
  for (const Row& row : Table("misconduct_types")) {
    EXPECT_TRUE(codes.insert(row.at("code")).second) << row.at("code");
    EXPECT_THAT(row.at("scheme"), AnyOf("SEA", "LEGACY", "THB", "CMTS2021"));
  }
}

TEST(ReferenceData, MisconductTypesAreConsistent) {
  std::map<std::string, Row> by_code;
  for (const Row& row : Table("misconduct_types")) by_code[row.at("code")] = row;
  for (const auto& [code, row] : by_code) {
    SCOPED_TRACE(code);
    EXPECT_THAT(row.at("conduct_family"),
                AnyOf("SEA", "SH", "THB", "FRAUD", "OTHER_SERIOUS", "OTHER"));
    EXPECT_THAT(row.at("severity"), AnyOf("", "SERIOUS_MISCONDUCT", "MISCONDUCT"));
    EXPECT_THAT(row.at("legacy_category"), AnyOf("", "1", "2"));
    EXPECT_THAT(row.at("nature"), AnyOf("", "SEXUAL_ABUSE", "SEXUAL_EXPLOITATION"));
    EXPECT_THAT(row.at("escalates_at_p5"), AnyOf("true", "false"));
    EXPECT_TRUE(IsDayOrEmpty(row.at("valid_from")) && IsDayOrEmpty(row.at("valid_to")));
    if (!row.at("parent").empty()) {
      ASSERT_THAT(by_code, Contains(Key(row.at("parent"))));
      EXPECT_EQ(by_code[row.at("parent")].at("scheme"), row.at("scheme"));
    }
    if (!row.at("crosswalk_to").empty()) {
      ASSERT_THAT(by_code, Contains(Key(row.at("crosswalk_to"))));
      EXPECT_NE(by_code[row.at("crosswalk_to")].at("scheme"), row.at("scheme"));
    }
    if (row.at("legacy_category") == "1") {
      EXPECT_EQ(row.at("severity"), "SERIOUS_MISCONDUCT");
    }
    if (row.at("conduct_family") == "SEA") {
      EXPECT_EQ(row.at("severity"), "SERIOUS_MISCONDUCT");
    }
    if (row.at("escalates_at_p5") == "true") {
      EXPECT_EQ(row.at("legacy_category"), "2");
    }
  }
}

TEST(ReferenceData, EveryPublicationYearHasOneGroupForEachSubcategory) {
  std::map<std::string, std::set<int>> years;
  for (const Row& row : Table("personnel_categories")) {
    SCOPED_TRACE(row.at("subcategory"));
    EXPECT_THAT(row.at("public_group"), AnyOf("", "CIVILIAN", "MILITARY", "POLICE", "OTHER"));
    EXPECT_THAT(row.at("uniformed"), AnyOf("true", "false"));
    EXPECT_THAT(row.at("national_jurisdiction"), AnyOf("true", "false"));
    int from = 0;
    int to = 2030;
    ASSERT_TRUE(absl::SimpleAtoi(row.at("publication_year_from"), &from));
    if (!row.at("publication_year_to").empty()) {
      ASSERT_TRUE(absl::SimpleAtoi(row.at("publication_year_to"), &to));
    }
    for (int year = from; year <= to; ++year) {
      EXPECT_TRUE(years[row.at("subcategory")].insert(year).second) << year << " has two groups";
    }
  }
  EXPECT_EQ(years.size(), 24U);
  for (const auto& [subcategory, covered] : years) {
    EXPECT_EQ(covered.size(), 2030U - 2007U + 1U) << subcategory << " has a gap";
  }
}

TEST(ReferenceData, MissionsAndOrganisationsPointAtWhatExists) {
  const std::map<std::string, std::string> countries = CountryKeys();
  for (const Row& row : Table("missions")) {
    SCOPED_TRACE(row.at("code"));
    EXPECT_TRUE(IsDayOrEmpty(row.at("active_from")) && IsDayOrEmpty(row.at("active_to")));
    if (!row.at("active_to").empty()) {
      EXPECT_LT(row.at("active_from"), row.at("active_to"));
    }
    if (!row.at("iso3").empty()) {
      EXPECT_THAT(countries, Contains(Key(absl::AsciiStrToLower(row.at("iso3")))));
    }
    EXPECT_THAT(row.at("kind"), AnyOf("PEACEKEEPING_MISSION", "SPECIAL_POLITICAL_MISSION"));
  }
  std::set<std::string> organisations;
  for (const Row& row : Table("organisations")) {
    if (!row.at("parent").empty()) {
      EXPECT_THAT(organisations, Contains(row.at("parent")));
    }
    EXPECT_TRUE(organisations.insert(row.at("code")).second) << row.at("code");
  }
  std::set<std::string> years;
  for (const Row& row : Table("organisation_facts")) {
    EXPECT_THAT(organisations, Contains(row.at("organisation")));
    EXPECT_TRUE(years.insert(absl::StrCat(row.at("organisation"), row.at("year"))).second);
    EXPECT_THAT(row.at("reporting_return"),
                AnyOf("", "COUNT", "NIL", "NOT_COLLECTED", "NO_RETURN"));
    if (row.at("reporting_return") == "NIL") {
      EXPECT_NE(row.at("return_signed_by"), "");
    }
    EXPECT_NE(row.at("source"), "");
  }
}

TEST(ReferenceData, StatesAreComplete) {
  int members = 0;
  int fictitious = 0;
  for (const Row& row : Table("member_states")) {
    EXPECT_TRUE(IsDayOrEmpty(row.at("member_from"))) << row.at("iso3");
    if (row.at("kind") == "MEMBER") {
      ++members;
      EXPECT_NE(row.at("member_from"), "") << row.at("iso3");
    }
    if (row.at("kind") == "FICTITIOUS") {
      ++fictitious;
      EXPECT_EQ(row.at("iso3"), row.at("iso2"));
      EXPECT_THAT(row.at("iso3"), StartsWith("X"));
    }
  }
  EXPECT_EQ(members, 193);
  EXPECT_EQ(fictitious, 26);
}

TEST(ReferenceData, EveryCountryOfTheConsolidatedListIsKnown) {
  const std::map<std::string, std::string> countries = CountryKeys();
  imports::ScListParser parser;
  std::vector<imports::ScListItem> items =
      parser.Feed(ReadFile("deploy/sample/un_consolidated_2026-02-27_half.xml"));
  for (imports::ScListItem& item : parser.Finish()) items.push_back(std::move(item));
  ASSERT_EQ(items.size(), 363U);
  for (const imports::ScListItem& item : items) {
    const auto& individual = std::get<imports::ScIndividual>(item);
    std::vector<std::string> names = individual.nationalities;
    for (const auto& document : individual.documents) names.push_back(document.issuing_country);
    for (const auto& place : individual.birth_places) names.push_back(place.country);
    for (const auto& place : individual.addresses) names.push_back(place.country);
    for (const std::string& name : names) {
      if (!name.empty()) {
        EXPECT_THAT(countries, Contains(Key(absl::AsciiStrToLower(name)))) << name;
      }
    }
  }
}

}  // namespace
}  // namespace probity
