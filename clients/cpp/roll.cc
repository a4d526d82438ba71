#include "clients/cpp/roll.h"

#include "absl/container/flat_hash_set.h"
#include "clients/cpp/exchange.h"
#include "clients/cpp/screening_service.h"

namespace probity::client {

absl::Status ScreenRows(Connection& server, const std::string& roll,
                        absl::Span<const v1::ScreenRollRequest> rows,
                        absl::FunctionRef<void(const v1::ScreenRollResponse&)> receive) {
  const ConnectionOptions& options = server.options();
  const absl::Time deadline = options.timing.now() + options.stream_deadline;
  absl::flat_hash_set<int32_t> answered;
  for (int tries = 1;;) {
    const absl::flat_hash_set<int32_t> answered_before = answered;
    const auto context = server.NewContext(deadline);
    Screenings service(server.channel());
    const auto stream = service.ScreenRoll(context.get());
    size_t at = 0;
    const absl::Status status = Exchange<v1::ScreenRollRequest, v1::ScreenRollResponse>(
        *stream,
        [&](v1::ScreenRollRequest& request) {
          while (at < rows.size() && answered_before.contains(rows[at].row_number())) ++at;
          if (at == rows.size()) return false;
          request = rows[at++];
          request.set_roll(roll);
          return true;
        },
        [&](v1::ScreenRollResponse& response) {
          if (answered.insert(response.row_number()).second) receive(response);
        });
    if (status.ok() || !MaySendAgain(status)) return status;
    tries = answered.size() > answered_before.size() ? 1 : tries + 1;
    if (tries > options.retry.max_tries) return status;
    const absl::Duration delay = DelayBeforeNext(options.retry, tries, status, options.random);
    if (options.timing.now() + delay >= deadline) return status;
    options.timing.sleep(delay);
  }
}

}  // namespace probity::client
