// The two macros that our code is written with; this abseil has none.
#ifndef PROBITY_PROTO_SUPPORT_STATUS_MACROS_H_
#define PROBITY_PROTO_SUPPORT_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function if `expression`, an absl::Status, is not OK.
#define PROBITY_RETURN_IF_ERROR(expression) \
  PROBITY_RETURN_IF_ERROR_AT_(PROBITY_CONCAT_(probity_status_, __LINE__), expression)

#define PROBITY_RETURN_IF_ERROR_AT_(holder, expression) \
  do {                                                  \
    absl::Status holder = (expression);                 \
    if (!holder.ok()) return holder;                    \
  } while (false)

// Assigns the value of an absl::StatusOr, or returns its status. `declaration` must not hold a
// comma outside parentheses.
#define PROBITY_ASSIGN_OR_RETURN(declaration, expression)                                 \
  PROBITY_ASSIGN_OR_RETURN_AT_(PROBITY_CONCAT_(probity_statusor_, __LINE__), declaration, \
                               expression)

#define PROBITY_ASSIGN_OR_RETURN_AT_(holder, declaration, expression) \
  auto holder = (expression);                                         \
  if (!holder.ok()) return std::move(holder).status();                \
  declaration = *std::move(holder)

#define PROBITY_CONCAT_INNER_(a, b) a##b
#define PROBITY_CONCAT_(a, b) PROBITY_CONCAT_INNER_(a, b)

#endif  // PROBITY_PROTO_SUPPORT_STATUS_MACROS_H_
