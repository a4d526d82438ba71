// Messages with every field filled, for tests of what must hold for all of them.
#ifndef PROBITY_TESTS_STORAGE_SQL_RANDOM_MESSAGE_H_
#define PROBITY_TESTS_STORAGE_SQL_RANDOM_MESSAGE_H_

#include <memory>
#include <random>
#include <string>

#include "google/protobuf/message.h"
#include "storage/sql/name_codec.h"

namespace probity::test {

// Stands in every text and in the bytes of every sensitive field, and in no other.
inline constexpr char kSecret[] = "SECRET";

// Entities that references name are 1 to this.
inline constexpr int64_t kEntities = 1000;

class RandomMessages {
 public:
  // `fill` is the share of fields that get a value. With 1, every field is set and none is zero.
  RandomMessages(const sql::NameCodec& names, uint32_t seed, double fill)
      : names_(names), random_(seed), fill_(fill) {}

  // A resource as a client or the server would make it: codes and references are right, times are
  // whole microseconds. Assembled fields stay empty.
  std::unique_ptr<google::protobuf::Message> Resource(const google::protobuf::Descriptor& message);

 private:
  using FieldDescriptor = google::protobuf::FieldDescriptor;

  void Fill(google::protobuf::Message& message, bool secret);
  void SetOne(google::protobuf::Message& message, const FieldDescriptor& field, bool secret);
  void AddOne(google::protobuf::Message& message, const FieldDescriptor& field, bool secret);
  std::string Text(const FieldDescriptor& field, bool secret);
  int64_t Number(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random_);
  }
  bool Chosen() { return std::uniform_real_distribution<double>(0, 1)(random_) < fill_; }
  int EnumValue(const FieldDescriptor& field);

  const sql::NameCodec& names_;
  std::mt19937 random_;
  const double fill_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_STORAGE_SQL_RANDOM_MESSAGE_H_
