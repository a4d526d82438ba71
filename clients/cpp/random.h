// Where a client's randomness comes from: request ids and the jitter between tries.
#ifndef PROBITY_CLIENTS_CPP_RANDOM_H_
#define PROBITY_CLIENTS_CPP_RANDOM_H_

#include <cstdint>
#include <functional>
#include <string>

namespace probity::client {

// 64 uniformly distributed bits a call. Safe to call from several threads.
using RandomBits = std::function<uint64_t()>;

// The operating system's.
RandomBits SystemRandom();

// A version 4 UUID (RFC 4122), lower case.
std::string NewRequestId(const RandomBits& random);

}  // namespace probity::client

#endif  // PROBITY_CLIENTS_CPP_RANDOM_H_
