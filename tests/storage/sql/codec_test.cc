#include "storage/sql/codec.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "probity/v1/allegation.pb.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/registry.pb.h"
#include "tests/storage/sql/codec_fixture.h"
#include "tests/support/status_matchers.h"

namespace probity::sql {
namespace {

using test::Fails;
using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::Pair;

class CodecTest : public CodecFixture {
 protected:
  template <typename Resource>
  absl::StatusOr<Resource> Decode(const FakeRow& row) {
    RowDecoder decoder(codecs_->For<Resource>());
    return decoder.Decode<Resource>(row);
  }
  v1::Allegation SomeAllegation() {
    v1::Allegation allegation;
    allegation.set_case_name(names_.Name(v1::KIND_CASE, 5));
    allegation.mutable_placeholder()->set_description("somebody");
    allegation.set_state(v1::Allegation::REGISTERED);
    return allegation;
  }
  v1::Person SomePerson() {
    v1::Person person;
    person.set_creator("anna");
    person.add_names()->set_full("Nobody Real");
    person.set_gender(v1::FEMALE);
    return person;
  }
};

TEST_F(CodecTest, ColumnsHaveTheTypesTheySay) {
  v1::Allegation allegation = SomeAllegation();
  allegation.mutable_finding()->set_found_on("2026-01-02");
  const EncodedRow encoded = *Encode(allegation, 9, 77);
  FakeRow row(encoded.params());
  EXPECT_EQ(row.Named("id").integer, 9);
  EXPECT_EQ(row.Named("from_seq").integer, 77);
  EXPECT_EQ(row.Named("case_name").integer, 5);
  EXPECT_TRUE(row.Named("person").null);
  EXPECT_EQ(row.Named("state").integer, v1::Allegation::REGISTERED);
  EXPECT_FALSE(row.Named("misconduct_type").null) << "an empty text is a text";
  EXPECT_TRUE(row.Named("referral").null);
  v1::Allegation finding;
  *finding.mutable_finding() = allegation.finding();
  EXPECT_EQ(row.Named("finding").bytes, finding.SerializeAsString());
  EXPECT_EQ(encoded.id(), 9);
  EXPECT_EQ(encoded.from_seq(), 77);
}

TEST_F(CodecTest, AValueIsSealedWithItsOwnersKey) {
  ASSERT_THAT(Encode(SomeAllegation(), 9, 77), IsOk());
  EXPECT_THAT(asked_, ElementsAre(Pair(v1::KIND_CASE, 5)));
  asked_.clear();
  ASSERT_THAT(Encode(SomePerson(), 10, 78), IsOk());
  EXPECT_THAT(asked_, ElementsAre(Pair(v1::KIND_PERSON, 10)));
  asked_.clear();
  ASSERT_THAT(Encode(v1::Person(), 11, 79), IsOk());
  EXPECT_THAT(asked_, ElementsAre()) << "nothing to seal needs no key";
}

TEST_F(CodecTest, AValueWithoutItsOwnerIsOurFault) {
  v1::Allegation allegation = SomeAllegation();
  allegation.clear_case_name();
  EXPECT_THAT(Encode(allegation, 9, 77), FailsWith(absl::StatusCode::kInternal));
}

TEST_F(CodecTest, WrongNamesAreRefusedAtTheirField) {
  v1::Allegation allegation = SomeAllegation();
  for (const std::string& name :
       {std::string("persons/1"), std::string("persons/"), names_.Name(v1::KIND_CASE, 5)}) {
    allegation.set_person(name);
    EXPECT_THAT(Encode(allegation, 9, 77), test::Refused(v1::ERROR_REASON_INVALID_NAME, "person"));
  }
  allegation.set_person("persons/" + names_.Name(v1::KIND_CASE, 5).substr(6));
  EXPECT_THAT(Encode(allegation, 9, 77),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  v1::Mission mission;
  for (const char* name : {"", "UNMIL", "missions/unmil", "missions/", "organisations/UNMIL"}) {
    mission.set_name(name);
    EXPECT_THAT(Encode(mission, 9, 77), test::Refused(v1::ERROR_REASON_INVALID_NAME, "name"));
  }
}

TEST_F(CodecTest, TimesAreCutToMicrosecondsAndTheAnswerSaysSo) {
  v1::Case message;
  message.mutable_became_aware_time()->set_seconds(-1);
  message.mutable_became_aware_time()->set_nanos(999'999'999);
  message.add_allegations();
  const EncodedRow row = *Encode(message, 1, 2);
  EXPECT_EQ(FakeRow(row.params()).Named("became_aware_time").integer, -1);
  const v1::Case stored = codecs_->For<v1::Case>().AsStored(message, row);
  EXPECT_EQ(stored.became_aware_time().nanos(), 999'999'000);
  EXPECT_EQ(stored.DebugString(), Decode<v1::Case>(FakeRow(row.params()))->DebugString());
  message.mutable_became_aware_time()->set_nanos(-1);
  EXPECT_THAT(Encode(message, 1, 2),
              test::Refused(v1::ERROR_REASON_INVALID_FIELD, "became_aware_time"));
  message.mutable_became_aware_time()->set_nanos(0);
  message.mutable_became_aware_time()->set_seconds(253'402'300'800);
  EXPECT_THAT(Encode(message, 1, 2),
              test::Refused(v1::ERROR_REASON_INVALID_FIELD, "became_aware_time"));
}

// Clients and the ledger keep it. It may only change here when Mission gets a field.
TEST_F(CodecTest, TheEtagStaysWhatItWas) {
  EXPECT_EQ(MakeEtag(1, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0x01}),
            "AAAAAAAAAAH__________g");
  v1::Mission mission;
  mission.set_name("missions/UNMIL");
  mission.set_title("United Nations Mission in Liberia");
  const EncodedRow row = *Encode(mission, 3, 4);
  EXPECT_EQ(absl::BytesToHexString({reinterpret_cast<const char*>(row.commitment().data()), 32}),
            "ba60bf36ba21f1e98aac7d03b7a77270b8388b9d5246baf5d26a6c25bbb1ced8");
  EXPECT_EQ(row.etag(), "AAAAAAAAAAS6YL82uiHx6Q");
}

TEST_F(CodecTest, TheEtagTellsVersionsApart) {
  const std::string etag = Encode(SomePerson(), 1, 1)->etag();
  EXPECT_NE(Encode(SomePerson(), 1, 2)->etag(), etag);
  v1::Mission mission;
  mission.set_name("missions/UNMIL");
  EXPECT_EQ(Encode(mission, 1, 1)->etag(), Encode(mission, 1, 1)->etag());
  const std::string before = Encode(mission, 1, 1)->etag();
  mission.set_title("x");
  EXPECT_NE(Encode(mission, 1, 1)->etag(), before);
}

// A column that a later migration added is null in the rows from before it.
TEST_F(CodecTest, AnAddedColumnLeavesOldRowsTheirEtag) {
  v1::Mission mission;
  mission.set_name("missions/UNMIL");
  const EncodedRow encoded = *Encode(mission, 3, 4);
  FakeRow row(encoded.params());
  ledger::CanonicalRow before(v1::KIND_MISSION, 3, 4);
  before.Text(v1::Mission::kNameFieldNumber, "missions/UNMIL");
  for (FakeRow::Cell& cell : row.cells) {
    cell.null = cell.name != "id" && cell.name != "from_seq" && cell.name != "name";
  }
  EXPECT_EQ(Decode<v1::Mission>(row)->etag(), MakeEtag(4, before.Digest()));
}

TEST_F(CodecTest, AnyChangedValueChangesTheEtagOrIsRefused) {
  test::RandomMessages messages(names_, 5, 1.0);
  for (const auto* descriptor : ResourceMessages()) {
    const auto message = messages.Resource(*descriptor);
    const EncodedRow encoded = *Encode(*message, 1, 1);
    const FakeRow stored(encoded.params());
    for (size_t i = 0; i < stored.cells.size(); ++i) {
      FakeRow row = stored;
      row.cells[i].integer ^= 2;
      row.cells[i].bytes.append("x");
      const std::unique_ptr<google::protobuf::Message> found(message->New());
      if (RowDecoder(CodecOf(*message)).DecodeInto(row, *found).ok()) {
        const auto& etag_field = CodecOf(*message).spec().etag_field();
        EXPECT_NE(found->GetReflection()->GetString(*found, &etag_field), encoded.etag())
            << descriptor->name() << " " << row.cells[i].name;
      }
    }
  }
}

TEST_F(CodecTest, WhatIsToldOfTheRowDoesNotEnterIt) {
  v1::Mission mission;
  mission.set_name("missions/UNMIL");
  const EncodedRow plain = *Encode(mission, 1, 1);
  mission.set_etag("anything");
  EXPECT_EQ(Encode(mission, 1, 1)->commitment(), plain.commitment());
}

TEST_F(CodecTest, ParametersSurviveAMove) {
  EncodedRow row = *Encode(SomePerson(), 1, 1);
  const EncodedRow moved = std::move(row);
  EXPECT_EQ(Decode<v1::Person>(FakeRow(moved.params()))->names(0).full(), "Nobody Real");
}

TEST_F(CodecTest, AnErasedPersonIsNotFound) {
  const EncodedRow encoded = *Encode(SomePerson(), 1, 1);
  FakeRow row(encoded.params());
  std::fill_n(row.Named("sealed_subject").bytes.begin() + 1, 16, '\0');
  EXPECT_THAT(Decode<v1::Person>(row),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(CodecTest, ASealedValueOfAnotherRowOrVersionIsRefused) {
  const EncodedRow first = *Encode(SomePerson(), 1, 1);
  const EncodedRow other = *Encode(SomePerson(), 2, 1);
  const EncodedRow later = *Encode(SomePerson(), 1, 2);
  for (const EncodedRow* from : {&other, &later}) {
    FakeRow row(first.params());
    row.Named("sealed_subject").bytes = FakeRow(from->params()).Named("sealed_subject").bytes;
    EXPECT_THAT(Decode<v1::Person>(row), FailsWith(absl::StatusCode::kDataLoss));
  }
}

TEST_F(CodecTest, AStoredFieldThatCannotBeReadIsSeen) {
  v1::Allegation allegation = SomeAllegation();
  allegation.mutable_referral()->set_sent_on("2026-01-02");
  const EncodedRow encoded = *Encode(allegation, 1, 1);
  FakeRow row(encoded.params());
  row.Named("referral").bytes = "\xff";
  EXPECT_THAT(Decode<v1::Allegation>(row), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(CodecTest, AQueryThatLacksAColumnIsOurFault) {
  const EncodedRow encoded = *Encode(SomePerson(), 1, 1);
  FakeRow row(encoded.params());
  row.cells.pop_back();
  EXPECT_THAT(Decode<v1::Person>(row), FailsWith(absl::StatusCode::kInternal));
}

TEST_F(CodecTest, AnotherMessageIsOurFault) {
  const auto& persons = codecs_->For<v1::Person>();
  const EncodedRow encoded = *Encode(SomePerson(), 1, 1);
  RowDecoder decoder(persons);
  EXPECT_THAT(decoder.Decode<v1::Case>(FakeRow(encoded.params())),
              FailsWith(absl::StatusCode::kInternal));
  v1::Case other;
  EXPECT_THAT(persons.Encode(other, 1, 1, [](v1::Kind, int64_t) { return sealing::KeyId(); }),
              FailsWith(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace probity::sql
