#include "storage/store.h"

#include "google/protobuf/descriptor.h"

namespace probity::storage {

bool IsValidateOnly(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

template <>
absl::StatusOr<v1::Case> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.cases().Get(name);
}
template <>
absl::StatusOr<v1::Allegation> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.allegations().Get(name);
}
template <>
absl::StatusOr<v1::Person> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.persons().Get(name);
}
template <>
absl::StatusOr<v1::Mission> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.missions().Get(name);
}
template <>
absl::StatusOr<v1::Organisation> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.organisations().Get(name);
}
template <>
absl::StatusOr<v1::OrganisationFacts> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.organisation_facts().Get(name);
}
template <>
absl::StatusOr<v1::Screening> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.screenings().Get(name);
}
template <>
absl::StatusOr<v1::Roll> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.rolls().Get(name);
}
template <>
absl::StatusOr<v1::Match> GetResource(const ReadTx& tx, absl::string_view name) {
  return tx.matches().Get(name);
}

}  // namespace probity::storage
