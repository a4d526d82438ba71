#include "clients/cpp/request.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/admin.pb.h"
#include "probity/v1/case.pb.h"
#include "tests/support/status_matchers.h"

namespace probity::client {
namespace {

RandomBits Zeros() {
  return [] { return uint64_t{0}; };
}

TEST(NewRequestId, IsAVersion4Uuid) {
  EXPECT_EQ(NewRequestId(Zeros()), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(NewRequestId([] { return ~uint64_t{0}; }), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_NE(NewRequestId(SystemRandom()), NewRequestId(SystemRandom()));
}

TEST(EnsureRequestId, FillsTheFieldAndKeepsOneThatIsSet) {
  v1::RecordAllegationRequest request;
  EnsureRequestId(request, Zeros());
  EXPECT_EQ(request.request_id(), "00000000-0000-4000-8000-000000000000");
  request.set_request_id("mine");
  EnsureRequestId(request, Zeros());
  EXPECT_EQ(request.request_id(), "mine");
  v1::GetCaseRequest get;
  EnsureRequestId(get, Zeros());
  EXPECT_EQ(get.ByteSizeLong(), 0);
}

TEST(IsRepeatable, WithARequestIdOrAsARead) {
  EXPECT_TRUE(IsRepeatable(*v1::RecordAllegationRequest::descriptor()));
  EXPECT_TRUE(IsRepeatable(*v1::ListCasesRequest::descriptor()));
  EXPECT_FALSE(IsRepeatable(*v1::CreateBackupRequest::descriptor()));
}

TEST(CheckUtf8, NamesTheFieldThatIsNot) {
  v1::RecordAllegationRequest request;
  request.mutable_report()->add_subjects()->mutable_new_person()->add_names()->set_full("Щукарев");
  EXPECT_THAT(CheckUtf8(request), test::IsOk());
  for (const char* bytes : {"\xff", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    request.mutable_report()->mutable_subjects(0)->mutable_new_person()->mutable_names(0)->set_full(
        bytes);
    EXPECT_THAT(CheckUtf8(request), test::Refused(v1::ERROR_REASON_INVALID_TEXT,
                                                  "report.subjects[0].new_person.names[0].full"));
  }
}

}  // namespace
}  // namespace probity::client
