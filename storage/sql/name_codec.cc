#include "storage/sql/name_codec.h"

#include "proto/support/error.h"
#include "proto/support/options.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"

namespace probity::sql {

OpaqueNames::OpaqueNames(const sealing::OpaqueIds& ids,
                         absl::Span<const google::protobuf::Descriptor* const> resources)
    : ids_(ids), collections_(v1::Kind_ARRAYSIZE) {
  for (const google::protobuf::Descriptor* message : resources) {
    const v1::Resource& resource = ResourceOf(*message);
    collections_[resource.kind()] = resource.collection();
  }
}

std::string OpaqueNames::Name(v1::Kind kind, int64_t id) const {
  return OpaqueName(collections_[kind], ids_.Hide(kind, id));
}

absl::StatusOr<int64_t> OpaqueNames::Id(v1::Kind kind, absl::string_view name) const {
  PROBITY_ASSIGN_OR_RETURN(const OpaqueId opaque, ParseOpaqueName(collections_[kind], name));
  return ids_.Reveal(kind, opaque);
}

}  // namespace probity::sql
