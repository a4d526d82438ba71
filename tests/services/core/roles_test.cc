#include "services/core/roles.h"

#include <initializer_list>
#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/roles_csv.h"

namespace probity::core {
namespace {

using ::testing::HasSubstr;

Permissions Of(std::initializer_list<v1::Permission> all) {
  Permissions permissions;
  for (const v1::Permission permission : all) permissions.set(permission);
  return permissions;
}

std::string BuiltInText() { return std::string(kRolesCsv[0].data, kRolesCsv[0].size); }

TEST(Roles, BuiltInTableIsWhole) {
  EXPECT_TRUE(Roles::BuiltIn().ok()) << Roles::BuiltIn().status();
}

TEST(Roles, ScreenersAskAndNoMore) {
  const Roles roles = *Roles::BuiltIn();
  for (const v1::Role role : {v1::PD_SCREENER, v1::OMA_SCREENER, v1::HR_SCREENER}) {
    EXPECT_EQ(roles.PermissionsOf({role}), Of({v1::PERMISSION_SCREENINGS_REQUEST}));
  }
}

TEST(Roles, WhoRunsOrAuditsTheMachineSeesNoContent) {
  const Roles roles = *Roles::BuiltIn();
  const auto permissions = roles.PermissionsOf({v1::SYSTEM_ADMIN, v1::AUDITOR});
  for (const v1::Permission content :
       {v1::PERMISSION_PERSONS_READ, v1::PERMISSION_PERSONS_WRITE, v1::PERMISSION_CASES_READ,
        v1::PERMISSION_SCREENINGS_REQUEST, v1::PERMISSION_MATCHES_ADJUDICATE,
        v1::PERMISSION_IMPORTS_RUN}) {
    EXPECT_FALSE(permissions.test(content)) << v1::Permission_Name(content);
  }
  EXPECT_TRUE(roles.PermissionsOf({v1::AUDITOR}).none());
}

TEST(Roles, ListsOfOtherBodiesAreForHeadquartersAlone) {
  const Roles roles = *Roles::BuiltIn();
  for (int i = 0; i < v1::Role_descriptor()->value_count(); ++i) {
    const auto role = static_cast<v1::Role>(v1::Role_descriptor()->value(i)->number());
    const bool headquarters = role == v1::CDS_CASE_OFFICER || role == v1::CDS_CHIEF;
    EXPECT_EQ(roles.PermissionsOf({role}).test(v1::PERMISSION_LISTS_IMPORT), headquarters)
        << v1::Role_Name(role);
  }
}

TEST(Roles, SeveralRolesAddUp) {
  EXPECT_EQ(Roles::BuiltIn()->PermissionsOf({v1::SCREENING_REVIEWER, v1::PD_SCREENER}),
            Of({v1::PERMISSION_SCREENINGS_REQUEST, v1::PERMISSION_MATCHES_ADJUDICATE}));
}

TEST(Roles, UnknownRoleMayNothing) {
  EXPECT_TRUE(Roles::BuiltIn()->PermissionsOf({static_cast<v1::Role>(999)}).none());
}

struct Broken {
  const char* from;
  const char* to;
  const char* what;
};
class BrokenTable : public testing::TestWithParam<Broken> {};
TEST_P(BrokenTable, IsRefusedWithItsLine) {
  const std::string text = absl::StrReplaceAll(BuiltInText(), {{GetParam().from, GetParam().to}});
  ASSERT_NE(text, BuiltInText());
  EXPECT_THAT(std::string(Roles::Parse(text).status().message()), HasSubstr(GetParam().what));
}
INSTANTIATE_TEST_SUITE_P(
    Roles, BrokenTable,
    testing::Values(Broken{"AUDITOR,", "AUDITER,", "there is no such role"},
                    Broken{"AUDITOR,", "ROLE_UNSPECIFIED,", "there is no such role"},
                    Broken{"AUDITOR,", "SUBJECT,", "the role has a row already"},
                    Broken{"AUDITOR,", "AUDITOR", "a row has two fields"},
                    Broken{"AUDITOR,", "AUDITOR,FLY", "there is no such permission"},
                    Broken{"AUDITOR,\n", "", "a role of the contract has no row"},
                    Broken{"|REGISTER_ADMINISTER", "", "nobody holds a permission"},
                    Broken{"|REGISTER_ADMINISTER", "|REGISTER_ADMINISTER|REGISTER_ADMINISTER",
                           "stands twice"},
                    Broken{"role,permissions", "role,permission", "the header is not"}));

TEST(Roles, RefusalNamesTheLine) {
  EXPECT_THAT(std::string(Roles::Parse("role,permissions\nNOBODY,\n").status().message()),
              HasSubstr("roles.csv:2:"));
}

}  // namespace
}  // namespace probity::core
