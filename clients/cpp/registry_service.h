// RegistryService of the contract, for Connection::Call.
#ifndef PROBITY_CLIENTS_CPP_REGISTRY_SERVICE_H_
#define PROBITY_CLIENTS_CPP_REGISTRY_SERVICE_H_

#include "probity/v1/registry.grpc.pb.h"

namespace probity::client {

using Registry = v1::RegistryService::Stub;

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_REGISTRY_SERVICE_H_
