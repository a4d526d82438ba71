#include "clients/cli/enums.h"

#include "clients/cli/identity.h"
#include "gtest/gtest.h"
#include "probity/v1/case.pb.h"
#include "tests/support/status_matchers.h"

namespace probity::cli {
namespace {

TEST(ParseEnum, TakesTheNameInAnyCaseAndWithHyphens) {
  const auto& channels = *v1::Channel_descriptor();
  EXPECT_EQ(ParseEnum(channels, "HOTLINE"), v1::HOTLINE);
  EXPECT_EQ(ParseEnum(channels, "complaint-box"), v1::COMPLAINT_BOX);
}

TEST(ParseEnum, TakesTheNameWithoutWhatOnlyTellsEnumsApart) {
  EXPECT_EQ(ParseEnum(*v1::Channel_descriptor(), "email"), v1::CHANNEL_EMAIL);
  EXPECT_EQ(ParseEnum(*v1::Gender_descriptor(), "unknown"), v1::UNKNOWN_GENDER);
  EXPECT_EQ(ParseEnum(*v1::Body_descriptor(), "member-state"), v1::BODY_MEMBER_STATE);
  EXPECT_EQ(ParseEnum(*v1::Finding::Outcome_descriptor(), "substantiated"),
            v1::Finding::OUTCOME_SUBSTANTIATED);
  EXPECT_EQ(ParseEnum(*v1::Reporter::ReporterKind_descriptor(), "ngo"), v1::Reporter::REPORTER_NGO);
}

TEST(ParseEnum, RefusesWhatIsUnknownAmbiguousOrUnspecified) {
  EXPECT_EQ(ParseEnum(*v1::Channel_descriptor(), "pigeon"), std::nullopt);
  EXPECT_EQ(ParseEnum(*v1::Channel_descriptor(), ""), std::nullopt);
  EXPECT_EQ(ParseEnum(*v1::Channel_descriptor(), "CHANNEL_UNSPECIFIED"), std::nullopt);
  EXPECT_EQ(ParseEnum(*v1::Action::ActionKind_descriptor(), "national"), std::nullopt);
}

TEST(ParseIdentifier, IsTypeIssuerAndValue) {
  const auto identifier = ParseIdentifier("passport:XA:A:12");
  ASSERT_THAT(identifier, test::IsOk());
  EXPECT_EQ(identifier->type(), v1::Identifier::PASSPORT);
  EXPECT_EQ(identifier->issuer(), "XA");
  EXPECT_EQ(identifier->value(), "A:12");
}

TEST(ParseIdentifier, RefusesOthers) {
  for (const char* text : {"", "passport", "passport:XA", "passport:XA:", "pigeon:XA:1"}) {
    EXPECT_THAT(ParseIdentifier(text), test::Refused(v1::ERROR_REASON_INVALID_FIELD, "identifier"))
        << text;
  }
}

}  // namespace
}  // namespace probity::cli
