// PersonService: subjects of allegations as identity records. One function a method.
#ifndef PROBITY_SERVICES_PERSONS_PERSON_HANDLERS_H_
#define PROBITY_SERVICES_PERSONS_PERSON_HANDLERS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/person.pb.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "services/core/person_changed.h"
#include "storage/prepared_write.h"
#include "storage/store.h"

namespace probity::persons {

// Thread-safe. Borrows all it is given. `changed` is told of each change, within its transaction.
class PersonHandlers {
 public:
  PersonHandlers(storage::Store& store, const core::Codes& codes, core::PersonChanged& changed)
      : store_(store), codes_(codes), changed_(changed) {}

  storage::WriteOr<v1::Person> CreatePerson(Call& call, const v1::CreatePersonRequest& request);
  absl::StatusOr<v1::Person> GetPerson(Call& call, const v1::GetPersonRequest& request);
  storage::WriteOr<v1::Person> UpdatePerson(Call& call, const v1::UpdatePersonRequest& request);
  storage::WriteOr<v1::Person> RecordSeparation(Call& call,
                                                const v1::RecordSeparationRequest& request);

 private:
  using Edit = absl::FunctionRef<absl::StatusOr<v1::Person>(const v1::Person& current)>;
  // Reads, checks the etag, edits, stores, tells `changed_`. `etag_field` is the etag's place
  // in the request.
  absl::StatusOr<v1::Person> Change(storage::WriteTx& tx, absl::string_view name,
                                    absl::string_view etag, absl::string_view etag_field,
                                    Edit edit);

  storage::Store& store_;
  const core::Codes& codes_;
  core::PersonChanged& changed_;
};

}  // namespace probity::persons

#endif  // PROBITY_SERVICES_PERSONS_PERSON_HANDLERS_H_
