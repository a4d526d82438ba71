#include "services/matching/lab/contacts.h"

#include "gtest/gtest.h"

namespace probity::matching::lab {
namespace {

Millibits Phones(const char* a, const char* b) {
  return CompareContacts({.phones = {a}}, {.phones = {b}}).phone;
}
Millibits Addresses(const char* a, const char* b) {
  return CompareContacts({.addresses = {a}}, {.addresses = {b}}).address;
}

TEST(Contacts, NumbersAgreeInWhatSubscribersHave) {
  EXPECT_GT(Phones("+44 20 7946 0018", "(020) 79460018"), Phones("0207946 0018", "0207946 0019"));
  EXPECT_GT(Phones("02079460018", "02079460019"), 0);
  EXPECT_LT(Phones("02079460018", "01614960321"), 0);
  EXPECT_EQ(Phones("112", "112"), 0);
  EXPECT_EQ(Phones("", "02079460018"), 0);
}

TEST(Contacts, AddressesAgreeByTheirWords) {
  EXPECT_GT(Addresses("12 High Street, Leeds", "12 high st leeds"), 0);
  EXPECT_GT(Addresses("12 High Street, Leeds LS1 4AB", "12 High St, Leds, LS1 4AB"), 0);
  EXPECT_LT(Addresses("12 High Street, Leeds", "7 Low Road, York"), 0);
  EXPECT_EQ(Addresses("", "7 Low Road, York"), 0);
}

TEST(Contacts, ADifferenceSaysLittleAndTheBestCounts) {
  EXPECT_GT(Phones("02079460018", "01614960321"), -1000);
  const Contacts a{.phones = {"02079460018", "01614960321"}};
  EXPECT_GT(CompareContacts(a, {.phones = {"01614960321"}}).phone, 0);
}

}  // namespace
}  // namespace probity::matching::lab
