#include "services/rpc/decode.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/person.pb.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::IsOk;
using test::Refused;

// Field 1 of the type, wrapped in field `number` as often as numbers are given, innermost last.
std::string Nested(std::initializer_list<int> numbers, const std::string& text) {
  std::string bytes = text;
  for (auto number = std::rbegin(numbers); number != std::rend(numbers); ++number) {
    bytes = std::string(1, static_cast<char>(*number << 3 | 2)) +
            std::string(1, static_cast<char>(bytes.size())) + bytes;
  }
  return bytes;
}

TEST(Decode, ReadsAMessage) {
  v1::CreatePersonRequest request;
  request.mutable_person()->add_names()->set_full("Amadou Traoré");
  v1::CreatePersonRequest read;
  EXPECT_THAT(Decode(request.SerializeAsString(), read), IsOk());
  EXPECT_EQ(read.person().names(0).full(), "Amadou Traoré");
}

TEST(Decode, TextThatIsNotUtf8IsNamedByItsPath) {
  v1::CreatePersonRequest read;
  // person = 1, names = 5, full = 1.
  const std::string good = Nested({1, 5, 1}, "Amadou");
  EXPECT_THAT(Decode(Nested({1, 5, 1}, "Am\xC3"), read),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "person.names[0].full"));
  EXPECT_THAT(Decode(good + Nested({2}, "\xFF"), read),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "request_id"));
  EXPECT_THAT(Decode(Nested({1}, Nested({5, 1}, "Amadou") + Nested({5, 1}, "\xED\xA0\x80")), read),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "person.names[1].full"));
  EXPECT_THAT(Decode(Nested({1}, Nested({6}, "1971") + Nested({6}, "\x80")), read),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "person.dates_of_birth[1]"));
}

TEST(Decode, BytesThatAreNoMessageAreRefused) {
  v1::CreatePersonRequest read;
  for (const std::string& wrong : {std::string("\x0A\x7F"), std::string("\xFF\xFF\xFF\xFF")}) {
    EXPECT_THAT(Decode(wrong, read), Refused(v1::ERROR_REASON_INVALID_FIELD, ""));
  }
}

}  // namespace
}  // namespace probity::rpc
