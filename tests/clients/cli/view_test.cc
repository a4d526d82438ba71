#include "clients/cli/view.h"

#include "gtest/gtest.h"
#include "probity/v1/case.pb.h"

namespace probity::cli {
namespace {

v1::Case SomeCase() {
  v1::Case one;
  one.set_name("cases/1");
  one.mutable_became_aware_time()->set_seconds(1'391'385'600);
  one.set_fictitious(true);
  for (const char* type : {"RAPE", "TRANSACTIONAL_SEX"}) {
    v1::Allegation& allegation = *one.add_allegations();
    allegation.set_misconduct_type(type);
    allegation.set_state(v1::Allegation::RECEIVED);
  }
  return one;
}

TEST(FieldTable, ShowsWhatIsSetByItsPath) {
  EXPECT_EQ(ToText(FieldTable(SomeCase())),
            "field                           value\n"
            "name                            cases/1\n"
            "became_aware_time               2014-02-03T00:00:00Z\n"
            "fictitious                      yes\n"
            "allegations[0].misconduct_type  RAPE\n"
            "allegations[0].state            RECEIVED\n"
            "allegations[1].misconduct_type  TRANSACTIONAL_SEX\n"
            "allegations[1].state            RECEIVED\n");
}

TEST(ValueAt, JoinsRepeatedFieldsAndIsEmptyWhereNothingIs) {
  EXPECT_EQ(ValueAt(SomeCase(), "allegations.misconduct_type"), "RAPE, TRANSACTIONAL_SEX");
  EXPECT_EQ(ValueAt(SomeCase(), "reporter.display_name"), "");
  EXPECT_EQ(ValueAt(SomeCase(), "no_such_field"), "");
}

TEST(ListTable, HasARowAMessage) {
  google::protobuf::RepeatedPtrField<v1::Case> cases;
  *cases.Add() = SomeCase();
  EXPECT_EQ(ToCsv(ListTable(cases, {"name", "fictitious"})), "name,fictitious\ncases/1,yes\n");
}

}  // namespace
}  // namespace probity::cli
