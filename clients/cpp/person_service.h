// PersonService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_PERSON_SERVICE_H_
#define PROBITY_CLIENTS_CPP_PERSON_SERVICE_H_

#include "probity/v1/person.grpc.pb.h"

namespace probity::client {

using Persons = v1::PersonService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_PERSON_SERVICE_H_
