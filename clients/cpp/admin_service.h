// AdminService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_ADMIN_SERVICE_H_
#define PROBITY_CLIENTS_CPP_ADMIN_SERVICE_H_

#include "probity/v1/admin.grpc.pb.h"

namespace probity::client {

using Admin = v1::AdminService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_ADMIN_SERVICE_H_
