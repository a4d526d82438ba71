#include "services/imports/sc_list_parser.h"

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Reading {
  std::vector<ScIndividual> individuals;
  std::vector<ScListError> errors;
  bool complete = false;
  std::string generated;
  int64_t individuals_seen = 0;
  int64_t entities_seen = 0;
};

void Take(std::vector<ScListItem> items, Reading& reading) {
  for (ScListItem& item : items) {
    if (auto* error = std::get_if<ScListError>(&item)) {
      reading.errors.push_back(*error);
    } else {
      reading.individuals.push_back(std::move(std::get<ScIndividual>(item)));
    }
  }
}

Reading Finish(ScListParser& parser, Reading reading) {
  Take(parser.Finish(), reading);
  reading.complete = parser.complete();
  reading.generated = parser.generated();
  reading.individuals_seen = parser.individuals();
  reading.entities_seen = parser.entities();
  return reading;
}

Reading ReadList(absl::string_view file, size_t chunk = 1 << 16, ScListLimits limits = {}) {
  ScListParser parser(limits);
  Reading reading;
  for (size_t i = 0; i < file.size(); i += chunk) {
    Take(parser.Feed(file.substr(i, chunk)), reading);
  }
  return Finish(parser, std::move(reading));
}

// The beginning, then `times` times `piece`, without ever holding them all; ends at an error.
Reading ReadGenerated(absl::string_view head, const std::string& piece, int times,
                      ScListLimits limits = {}) {
  ScListParser parser(limits);
  Reading reading;
  Take(parser.Feed(head), reading);
  for (int i = 0; i < times && reading.errors.empty(); ++i) Take(parser.Feed(piece), reading);
  return Finish(parser, std::move(reading));
}

MATCHER_P(Code, code, "") { return arg.code == code; }

std::string ListOf(absl::string_view individuals) {
  return absl::StrCat("<CONSOLIDATED_LIST><INDIVIDUALS>", individuals,
                      "</INDIVIDUALS></CONSOLIDATED_LIST>");
}

constexpr absl::string_view kSmallList = R"(<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>6908487</DATAID><VERSIONNUM>3</VERSIONNUM>
      <FIRST_NAME>MAGHOMED</FIRST_NAME><SECOND_NAME>ZAKIROVICH</SECOND_NAME><THIRD_NAME/>
      <FOURTH_NAME> ABDUR&amp;AKHMANOV </FOURTH_NAME>
      <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.363</REFERENCE_NUMBER>
      <LISTED_ON>2015-07-01-04:00</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT>Абдурахманов
          Магомед</NAME_ORIGINAL_SCRIPT>
      <GENDER>Male</GENDER><COMMENTS1>A comment.</COMMENTS1>
      <TITLE><VALUE>Haji</VALUE><VALUE/></TITLE>
      <DESIGNATION><VALUE>Leader</VALUE><VALUE>Envoy</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Russian Federation</VALUE><VALUE>Iraq</VALUE></NATIONALITY>
      <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE>2014-01-02</VALUE></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Abu Banat</ALIAS_NAME>
        <DATE_OF_BIRTH>1974-11-23</DATE_OF_BIRTH><NOTE>on papers</NOTE></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>M.</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_ADDRESS><CITY>Raqqa</CITY><COUNTRY>Syria</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1974-11-24</DATE>
        </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1975</YEAR>
        </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1976</YEAR>
        </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR>
        <TO_YEAR>1964</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE>
        <NOTE>30-35 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Khasavyurt</CITY><COUNTRY>Russian Federation</COUNTRY>
        </INDIVIDUAL_PLACE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification
            Number</TYPE_OF_DOCUMENT><NUMBER>96/184</NUMBER>
        <COUNTRY_OF_ISSUE>Iraq</COUNTRY_OF_ISSUE></INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT/>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>A COMPANY</FIRST_NAME></ENTITY><ENTITY/></ENTITIES>
</CONSOLIDATED_LIST>)";

TEST(ScListParser, IndividualIsReadWhole) {
  const Reading reading = ReadList(kSmallList);
  EXPECT_TRUE(reading.complete);
  EXPECT_EQ(reading.generated, "2026-02-27T00:00:09.554Z");
  EXPECT_EQ(reading.individuals_seen, 1);
  EXPECT_EQ(reading.entities_seen, 2);
  EXPECT_THAT(reading.errors, IsEmpty());
  ASSERT_EQ(reading.individuals.size(), 1U);
  const ScIndividual& one = reading.individuals[0];
  EXPECT_EQ(one.data_id, "6908487");
  EXPECT_EQ(one.version, 3);
  EXPECT_EQ(one.reference_number, "QDi.363");
  EXPECT_EQ(one.list_type, "Al-Qaida");
  EXPECT_EQ(one.listed_on, "2015-07-01");
  EXPECT_EQ(one.last_updated, "2016-10-13");
  EXPECT_THAT(one.names, ElementsAre("MAGHOMED", "ZAKIROVICH", "ABDUR&AKHMANOV"));
  EXPECT_EQ(one.name_original_script, "Абдурахманов Магомед");
  EXPECT_EQ(one.gender, "Male");
  EXPECT_EQ(one.comments, "A comment.");
  EXPECT_THAT(one.titles, ElementsAre("Haji"));
  EXPECT_THAT(one.designations, ElementsAre("Leader", "Envoy"));
  EXPECT_THAT(one.nationalities, ElementsAre("Russian Federation", "Iraq"));
  EXPECT_EQ(one.unreadable_dates, 0);
}

TEST(ScListParser, AliasesCarryTheirQuality) {
  const std::vector<ScAlias> aliases = ReadList(kSmallList).individuals.at(0).aliases;
  ASSERT_EQ(aliases.size(), 2U);
  EXPECT_EQ(aliases[0].name, "Abu Banat");
  EXPECT_EQ(aliases[0].quality, ScAliasQuality::kGood);
  EXPECT_EQ(core::FormatPartialDate(*aliases[0].date_of_birth), "1974-11-23");
  EXPECT_EQ(aliases[0].note, "on papers");
  EXPECT_EQ(aliases[1].quality, ScAliasQuality::kLow);
}

TEST(ScListParser, DatesOfBirthKeepTheirPrecision) {
  std::vector<std::string> dates;
  const Reading reading = ReadList(kSmallList);
  for (const ScBirth& birth : reading.individuals.at(0).births) {
    dates.push_back(birth.date ? core::FormatPartialDate(*birth.date) : birth.note);
  }
  EXPECT_THAT(dates, ElementsAre("1974-11-24", "1975", "~1976", "1958..1964", "30-35 years old"));
}

TEST(ScListParser, PlacesAndDocumentsAreReadWithoutTheEmptyOnes) {
  const ScIndividual one = ReadList(kSmallList).individuals.at(0);
  ASSERT_EQ(one.addresses.size(), 1U);
  EXPECT_EQ(one.addresses[0].city, "Raqqa");
  ASSERT_EQ(one.birth_places.size(), 1U);
  EXPECT_EQ(one.birth_places[0].country, "Russian Federation");
  ASSERT_EQ(one.documents.size(), 1U);
  EXPECT_EQ(one.documents[0].type, "National Identification Number");
  EXPECT_EQ(one.documents[0].number, "96/184");
  EXPECT_EQ(one.documents[0].issuing_country, "Iraq");
}

TEST(ScListParser, PiecesMakeNoDifference) {
  for (const size_t chunk : {1, 2, 3, 64, 1000}) {
    const Reading reading = ReadList(kSmallList, chunk);
    EXPECT_TRUE(reading.complete);
    ASSERT_EQ(reading.individuals.size(), 1U);
    EXPECT_EQ(reading.individuals[0].aliases.size(), 2U);
  }
}

TEST(ScListParser, FileCutAtAnyByteIsTruncatedAndNeverComplete) {
  const size_t entry_end =
      kSmallList.find("</INDIVIDUAL>") + absl::string_view("</INDIVIDUAL>").size();
  for (size_t length = 0; length < kSmallList.size(); ++length) {
    const Reading reading = ReadList(kSmallList.substr(0, length));
    EXPECT_FALSE(reading.complete) << "cut at byte " << length;
    EXPECT_THAT(reading.errors, ElementsAre(Code(ScListErrorCode::kTruncated)))
        << "cut at byte " << length;
    EXPECT_EQ(reading.individuals.size(), length >= entry_end ? 1U : 0U)
        << "cut at byte " << length;
  }
}

TEST(ScListParser, EntityBombsAreRefusedBeforeAnythingExpands) {
  constexpr absl::string_view kBillionLaughs = R"(<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>
<CONSOLIDATED_LIST>&lol2;</CONSOLIDATED_LIST>)";
  constexpr absl::string_view kExternal = R"(<?xml version="1.0"?>
<!DOCTYPE list [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<CONSOLIDATED_LIST>&file;</CONSOLIDATED_LIST>)";
  constexpr absl::string_view kParameter =
      R"(<!DOCTYPE list [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]><CONSOLIDATED_LIST/>)";
  constexpr absl::string_view kExternalSubset =
      R"(<!DOCTYPE CONSOLIDATED_LIST SYSTEM "http://127.0.0.1/x.dtd"><CONSOLIDATED_LIST/>)";
  for (const absl::string_view bomb : {kBillionLaughs, kExternal, kParameter, kExternalSubset}) {
    const Reading reading = ReadList(bomb);
    EXPECT_THAT(reading.errors, ElementsAre(Code(ScListErrorCode::kHasDoctype)));
    EXPECT_FALSE(reading.complete);
  }
  EXPECT_THAT(ReadList("<CONSOLIDATED_LIST>&undeclared;</CONSOLIDATED_LIST>").errors,
              ElementsAre(Code(ScListErrorCode::kMalformed)));
}

TEST(ScListParser, OtherDocumentsAreRefused) {
  const std::pair<absl::string_view, ScListErrorCode> files[] = {
      {"<html><body/></html>", ScListErrorCode::kNotTheList},
      {"name,dob\nx,1971\n", ScListErrorCode::kMalformed},
      {"<CONSOLIDATED_LIST></INDIVIDUALS>", ScListErrorCode::kMalformed},
      {"<CONSOLIDATED_LIST/><CONSOLIDATED_LIST/>", ScListErrorCode::kMalformed},
      {"<CONSOLIDATED_LIST>\xFF</CONSOLIDATED_LIST>", ScListErrorCode::kMalformed},
      {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><CONSOLIDATED_LIST>\xE9</CONSOLIDATED_LIST>",
       ScListErrorCode::kMalformed},
      {"", ScListErrorCode::kTruncated},
  };
  for (const auto& [file, code] : files) {
    EXPECT_THAT(ReadList(file).errors, ElementsAre(Code(code))) << file;
  }
}

TEST(ScListParser, EntryThatCannotBeUsedIsReportedWithItsLineAndTheOthersGoOn) {
  const Reading reading = ReadList(ListOf(R"(
<INDIVIDUAL><FIRST_NAME>NO ID</FIRST_NAME></INDIVIDUAL>
<INDIVIDUAL><DATAID>12x</DATAID><FIRST_NAME>BAD ID</FIRST_NAME></INDIVIDUAL>
<INDIVIDUAL><DATAID>3</DATAID></INDIVIDUAL>
<INDIVIDUAL><DATAID>4</DATAID><NAME_ORIGINAL_SCRIPT>عمر</NAME_ORIGINAL_SCRIPT></INDIVIDUAL>)"));
  ASSERT_EQ(reading.errors.size(), 3U);
  EXPECT_EQ(reading.errors[0].line, 2);
  EXPECT_EQ(reading.errors[0].code, ScListErrorCode::kNoDataId);
  EXPECT_EQ(reading.errors[1].line, 3);
  EXPECT_EQ(reading.errors[1].code, ScListErrorCode::kNoDataId);
  EXPECT_EQ(reading.errors[2].line, 4);
  EXPECT_EQ(reading.errors[2].code, ScListErrorCode::kNoName);
  ASSERT_EQ(reading.individuals.size(), 1U);
  EXPECT_EQ(reading.individuals[0].version, 0);
  EXPECT_EQ(reading.individuals_seen, 4);
  EXPECT_TRUE(reading.complete);
}

TEST(ScListParser, DateThatCannotBeIsLeftOutAndTheEntryStays) {
  const Reading reading =
      ReadList(ListOf(R"(<INDIVIDUAL><DATAID>4</DATAID><FIRST_NAME>A</FIRST_NAME>
<LISTED_ON>yesterday</LISTED_ON>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-02-30</DATE>
</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>
<FROM_YEAR>1970</FROM_YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>)"));
  ASSERT_EQ(reading.individuals.size(), 1U);
  EXPECT_EQ(reading.individuals[0].unreadable_dates, 3);
  EXPECT_THAT(reading.individuals[0].births, IsEmpty());
  EXPECT_EQ(reading.individuals[0].listed_on, "");
}

TEST(ScListParser, DepthIsLimited) {
  std::string nested = "<CONSOLIDATED_LIST>";
  for (int i = 0; i < 100'000; ++i) nested += "<a>";
  EXPECT_THAT(ReadList(nested).errors, ElementsAre(Code(ScListErrorCode::kTooDeep)));
}

TEST(ScListParser, SizesAreLimited) {
  const std::string mebibyte(1 << 20, 'x');
  const absl::string_view entry = "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>";
  const auto too_large = ElementsAre(Code(ScListErrorCode::kTooLarge));
  // A text, a tag, an attribute, a comment and an instruction that never end.
  for (const absl::string_view opening :
       {"<COMMENTS1>", "<", "<COMMENTS1 a=\"", "<!--", "<?x ", "<COMMENTS1><![CDATA["}) {
    EXPECT_THAT(ReadGenerated(absl::StrCat(entry, opening), mebibyte, 1024).errors, too_large)
        << opening;
  }
  EXPECT_THAT(ReadGenerated(entry, "<ALIAS_NAME/>", 1'000'000).errors, too_large);
  EXPECT_THAT(ReadGenerated("<CONSOLIDATED_LIST>", mebibyte, 1024, {.file_bytes = 10 << 20}).errors,
              too_large);
}

TEST(ScListParser, NothingComesAfterAnErrorThatEndsTheReading) {
  ScListParser parser;
  Reading reading;
  Take(parser.Feed("<html>"), reading);
  Take(parser.Feed(std::string(1 << 20, ' ')), reading);
  EXPECT_THAT(reading.errors, ElementsAre(Code(ScListErrorCode::kNotTheList)));
  EXPECT_THAT(parser.Feed(kSmallList), IsEmpty());
  EXPECT_THAT(parser.Finish(), IsEmpty());
  EXPECT_FALSE(parser.complete());
}

TEST(ScListParser, PublishedListIsReadWhole) {
  std::ifstream file("deploy/sample/un_consolidated_2026-02-27_half.xml");
  std::stringstream text;
  text << file.rdbuf();
  const Reading reading = ReadList(text.str());
  EXPECT_TRUE(reading.complete);
  EXPECT_THAT(reading.errors, IsEmpty());
  EXPECT_EQ(reading.individuals.size(), 363U);
  EXPECT_EQ(reading.entities_seen, 273);
  EXPECT_EQ(reading.generated, "2026-02-27T00:00:09.554Z");
  int64_t names = 0;
  int64_t aliases = 0;
  int64_t good = 0;
  int64_t scripts = 0;
  int64_t births = 0;
  int64_t dated = 0;
  int64_t documents = 0;
  int64_t nationalities = 0;
  for (const ScIndividual& one : reading.individuals) {
    names += static_cast<int64_t>(one.names.size());
    aliases += static_cast<int64_t>(one.aliases.size());
    for (const ScAlias& alias : one.aliases) good += alias.quality == ScAliasQuality::kGood ? 1 : 0;
    scripts += one.name_original_script.empty() ? 0 : 1;
    births += static_cast<int64_t>(one.births.size());
    for (const ScBirth& birth : one.births) dated += birth.date ? 1 : 0;
    documents += static_cast<int64_t>(one.documents.size());
    nationalities += static_cast<int64_t>(one.nationalities.size());
    EXPECT_EQ(one.unreadable_dates, 0) << one.reference_number;
    EXPECT_EQ(one.listed_on.size(), 10U) << one.reference_number;
    EXPECT_GT(one.version, 0) << one.reference_number;
  }
  EXPECT_EQ(scripts, 164);
  EXPECT_EQ(good, 786);
  EXPECT_EQ(dated, 229 + 123 + 58 + 19);
  EXPECT_EQ(nationalities, 320);
  EXPECT_EQ(names, 974);
  EXPECT_EQ(aliases, 1094);
  EXPECT_EQ(births, 431);
  EXPECT_EQ(documents, 227);
}

}  // namespace
}  // namespace probity::imports
