#include "services/persons/person_handlers.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
#include "services/core/page.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"
#include "services/persons/person_rules.h"
#include "services/persons/service_entities.h"

namespace probity::persons {

using storage::ReadTx;
using storage::WriteTx;

namespace {

// What a screening finds somebody by, one person alone in a mission does not take away. Asked of
// every person whom an allegation links, on record or not: the answer tells nothing of what the
// caller does not see. Whom the caller sees though no allegation that he sees links is linked by
// none at all.
absl::Status CheckMayTakeAway(const ReadTx& tx, const Call& call, const v1::Person& current,
                              const v1::Person& changed) {
  const absl::string_view field = TakesAway(current, changed);
  if (field.empty() || call.Has(v1::PERMISSION_PERSONS_CORRECT)) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const std::vector<v1::Allegation> linked,
                           tx.allegations().ListByPerson(current.name()));
  if (linked.empty()) return absl::OkStatus();
  return PermissionDenied("what says who somebody is can be added to; headquarters takes it away")
      .Reason(v1::ERROR_REASON_PERMISSION_DENIED)
      .Field(absl::StrCat("person.", field));
}

}  // namespace

storage::WriteOr<v1::Person> PersonHandlers::CreatePerson(Call& call,
                                                          const v1::CreatePersonRequest& request) {
  PROBITY_RETURN_IF_ERROR(AtField("person", CheckPerson(request.person(), codes_, call.now)));
  v1::Person person = request.person();
  Complete(person);
  person.clear_name();
  person.set_creator(call.viewer.principal);
  return store_.Prepare(call, request,
                        [person = std::move(person)](WriteTx& tx) -> absl::StatusOr<v1::Person> {
                          PROBITY_RETURN_IF_ERROR(AtField("person", CheckEntities(tx, person)));
                          return tx.persons().Insert(person);
                        });
}

absl::StatusOr<v1::Person> PersonHandlers::GetPerson(Call& call,
                                                     const v1::GetPersonRequest& request) {
  core::AuditGet(call, request.name());
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.persons().Get(request.name()); });
}

storage::WriteOr<v1::Person> PersonHandlers::UpdatePerson(Call& call,
                                                          const v1::UpdatePersonRequest& request) {
  PROBITY_RETURN_IF_ERROR(CheckMask(request.update_mask()));
  return store_.Prepare(call, request, [this, &call, &request](WriteTx& tx) {
    const v1::Person& changed = request.person();
    return Change(
        tx, changed.name(), changed.etag(), "person.etag",
        [&](const v1::Person& current) -> absl::StatusOr<v1::Person> {
          v1::Person person = Replace(current, changed, request.update_mask());
          PROBITY_RETURN_IF_ERROR(CheckMayTakeAway(tx, call, current, person));
          PROBITY_RETURN_IF_ERROR(AtField("person", CheckPerson(person, codes_, call.now)));
          PROBITY_RETURN_IF_ERROR(AtField("person", CheckEntities(tx, person)));
          return person;
        });
  });
}

storage::WriteOr<v1::Person> PersonHandlers::RecordSeparation(
    Call& call, const v1::RecordSeparationRequest& request) {
  return store_.Prepare(call, request, [this, &call, &request](WriteTx& tx) {
    return Change(tx, request.name(), request.etag(), "etag",
                  [&](const v1::Person& current) { return Separate(current, request, call.now); });
  });
}

absl::StatusOr<v1::Person> PersonHandlers::Change(WriteTx& tx, absl::string_view name,
                                                  absl::string_view etag,
                                                  absl::string_view etag_field, Edit edit) {
  PROBITY_ASSIGN_OR_RETURN(const v1::Person before, tx.persons().Get(name));
  PROBITY_RETURN_IF_ERROR(core::CheckEtag(etag, before.etag(), etag_field));
  PROBITY_ASSIGN_OR_RETURN(v1::Person edited, edit(before));
  Complete(edited);
  PROBITY_ASSIGN_OR_RETURN(v1::Person after, tx.persons().Update(std::move(edited)));
  PROBITY_RETURN_IF_ERROR(changed_.OnPersonChanged(tx, after));
  return after;
}

}  // namespace probity::persons
