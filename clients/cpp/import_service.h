// ImportService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_IMPORT_SERVICE_H_
#define PROBITY_CLIENTS_CPP_IMPORT_SERVICE_H_

#include "probity/v1/import.grpc.pb.h"

namespace probity::client {

using Imports = v1::ImportService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_IMPORT_SERVICE_H_
