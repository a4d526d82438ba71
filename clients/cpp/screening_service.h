// ScreeningService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_SCREENING_SERVICE_H_
#define PROBITY_CLIENTS_CPP_SCREENING_SERVICE_H_

#include "probity/v1/screening.grpc.pb.h"

namespace probity::client {

using Screenings = v1::ScreeningService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_SCREENING_SERVICE_H_
