// A read that answers a value.
#ifndef PROBITY_SERVICES_CORE_READ_H_
#define PROBITY_SERVICES_CORE_READ_H_

#include <optional>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "storage/store.h"

namespace probity::core {

// Runs `body`, which takes a const ReadTx& and answers a StatusOr, in one snapshot.
template <typename Body>
std::invoke_result_t<Body, const storage::ReadTx&> Read(storage::Store& store,
                                                        const storage::Viewer& viewer,
                                                        const storage::AsOf& as_of, Body body) {
  using Result = std::invoke_result_t<Body, const storage::ReadTx&>;
  std::optional<typename Result::value_type> value;
  const absl::Status status =
      store.Read(viewer, as_of, [&](const storage::ReadTx& tx) -> absl::Status {
        Result result = body(tx);
        if (!result.ok()) return result.status();
        value = *std::move(result);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return *std::move(value);
}

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_READ_H_
