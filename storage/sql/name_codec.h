// Names of resources outside, ids of rows inside.
#ifndef PROBITY_STORAGE_SQL_NAME_CODEC_H_
#define PROBITY_STORAGE_SQL_NAME_CODEC_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "probity/v1/options.pb.h"
#include "storage/sealing/opaque_id.h"

namespace probity::sql {

// Thread-safe. For kinds whose names are opaque; those named by a code have it in their row.
class NameCodec {
 public:
  virtual ~NameCodec() = default;
  virtual std::string Name(v1::Kind kind, int64_t id) const = 0;
  // INVALID_ARGUMENT/INVALID_NAME for what cannot be a name of that kind; NOT_FOUND for a name that
  // no row can have. The id of a row that exists is not promised.
  virtual absl::StatusOr<int64_t> Id(v1::Kind kind, absl::string_view name) const = 0;
};

// "cases/" and the opaque form of the id.
class OpaqueNames final : public NameCodec {
 public:
  // Takes the collections from `resources` (table_spec.h). Borrows `ids`.
  OpaqueNames(const sealing::OpaqueIds& ids,
              absl::Span<const google::protobuf::Descriptor* const> resources);

  std::string Name(v1::Kind kind, int64_t id) const override;
  absl::StatusOr<int64_t> Id(v1::Kind kind, absl::string_view name) const override;

 private:
  const sealing::OpaqueIds& ids_;
  std::vector<std::string> collections_;  // by kind
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_NAME_CODEC_H_
