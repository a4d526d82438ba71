// Pages of a list. A token says where the next page begins and which moment of the register page
// one saw, so that a list is one picture however long the caller takes; sealed, so that it shows
// neither.
//
//   PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
//   store_.Read(call.viewer, page.as_of, [&](const storage::ReadTx& tx) {
//     PROBITY_ASSIGN_OR_RETURN(auto found, tx.missions().List(page.cursor, page.limit));
//     response.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
#ifndef PROBITY_SERVICES_CORE_PAGE_H_
#define PROBITY_SERVICES_CORE_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/core/call.h"
#include "services/core/sealed_token.h"
#include "storage/rng.h"
#include "storage/store.h"

namespace probity::core {

inline constexpr int kDefaultPageSize = 100;
inline constexpr int kMaxPageSize = 1000;

struct PageState {
  storage::Cursor cursor;
  storage::AsOf as_of;
  int limit = kDefaultPageSize;
};

// The moment that a request with the field `as_of` asks for; now, if it has none or leaves it
// empty. INVALID_ARGUMENT/INVALID_DATE for one that cannot be or is in the future.
absl::StatusOr<storage::AsOf> AsOfIn(const google::protobuf::Message& request, absl::Time now);

// Thread-safe. Borrows the source of randomness.
class PageTokens {
 public:
  PageTokens(const SealedTokens::Key& key, storage::Rng& rng) : tokens_(key, rng) {}

  // Reads page_size, page_token and as_of. INVALID_ARGUMENT/INVALID_FIELD for a negative size (more
  // than kMaxPageSize is cut to it); INVALID_PAGE_TOKEN for a token that was altered, or made for
  // another caller, method or request.
  absl::StatusOr<PageState> Open(const Call& call, const google::protobuf::Message& request) const;

  // The token of the page after one that was read at `position`; empty if there is none.
  std::string Next(const Call& call, const google::protobuf::Message& request,
                   const std::optional<storage::Cursor>& next, storage::Position position) const;

 private:
  const SealedTokens tokens_;
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_PAGE_H_
