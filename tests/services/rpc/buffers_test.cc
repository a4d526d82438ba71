#include "services/rpc/buffers.h"

#include "gtest/gtest.h"
#include "probity/v1/screening.pb.h"

namespace probity::rpc {
namespace {

template <typename Message>
Message AsItLeaves(Message message) {
  const grpc::ByteBuffer bytes = ToBuffer(message, InternalFields(*Message::descriptor()));
  Message read;
  EXPECT_TRUE(FromBuffer(bytes, read).ok());
  return read;
}

v1::Screening Answer() {
  v1::Screening screening;
  screening.set_name("screenings/x");
  screening.set_content_digest("digest");
  screening.set_search_complete(true);
  screening.mutable_candidate()->add_names()->set_full("Awa Diop");
  return screening;
}

TEST(Buffers, InternalFieldsDoNotLeave) {
  const v1::Screening left = AsItLeaves(Answer());
  EXPECT_EQ(left.content_digest(), "");
  EXPECT_FALSE(left.search_complete());
  EXPECT_EQ(left.name(), "screenings/x");
  EXPECT_EQ(left.candidate().names(0).full(), "Awa Diop");
}

TEST(Buffers, InternalFieldsOfWhatAnAnswerHoldsDoNotLeave) {
  v1::ListScreeningsResponse list;
  *list.add_screenings() = Answer();
  *list.add_screenings() = Answer();
  const auto left = AsItLeaves(list);
  ASSERT_EQ(left.screenings_size(), 2);
  EXPECT_EQ(left.screenings(1).content_digest(), "");
  EXPECT_EQ(left.screenings(1).name(), "screenings/x");

  v1::ScreenRollResponse row;
  *row.mutable_screening() = Answer();
  EXPECT_EQ(AsItLeaves(row).screening().content_digest(), "");
}

TEST(Buffers, WhatIsNotSetIsNotMade) {
  v1::ScreenRollResponse row;
  row.set_row_number(3);
  const auto left = AsItLeaves(row);
  EXPECT_EQ(left.row_number(), 3);
  EXPECT_FALSE(left.has_screening());
}

}  // namespace
}  // namespace probity::rpc
