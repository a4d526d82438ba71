// CaseService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_CASE_SERVICE_H_
#define PROBITY_CLIENTS_CPP_CASE_SERVICE_H_

#include "probity/v1/case.grpc.pb.h"

namespace probity::client {

using Cases = v1::CaseService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_CASE_SERVICE_H_
