#include "rpc/client.h"

#include <fmt/format.h>

#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "os/files.h"
#include "os/socket.h"

namespace rpc {

namespace {

using std::chrono::milliseconds;
using Deadline = std::chrono::steady_clock::time_point;

// A name may have many addresses; the limit is for all of them.
constexpr size_t kMostAddresses = 4;

milliseconds left(Deadline deadline) {
  return std::max(milliseconds(1), std::chrono::duration_cast<milliseconds>(deadline - base::now()));
}

base::Result<os::Descriptor> connect_to(const Endpoint& endpoint, Deadline deadline) {
  if (!endpoint.socket.empty()) return os::connect_unix(endpoint.socket, left(deadline));
  const auto hosts = os::read_file_if_exists("/etc/hosts", 1U << 20);
  auto addresses = addresses_of(endpoint.host, hosts && *hosts ? **hosts : std::string());
  if (addresses.size() > kMostAddresses) addresses.resize(kMostAddresses);
  base::Result<os::Descriptor> socket =
      base::fail(fmt::format("'{}' is neither an address nor listed in /etc/hosts", endpoint.host));
  for (size_t i = 0; i < addresses.size() && !socket && base::now() < deadline; ++i) {
    // An address that swallows packets must leave time for the next one.
    const auto share = left(deadline) / static_cast<int>(addresses.size() - i);
    socket = os::connect_tcp(addresses[i], endpoint.port, std::max(milliseconds(1), share));
  }
  return socket;
}

}  // namespace

base::Result<Client> Client::connect(const Endpoint& endpoint, milliseconds limit) {
  const Deadline deadline = base::now() + limit;
  os::Descriptor socket = TRY_WITH(connect_to(endpoint, deadline),
                                   fmt::format("Could not reach workmux on the host at {}", endpoint.describe()));
  const std::string header = encode(AuthHeader{.token = endpoint.token, .binary = true});
  TRY_WITH(os::write_all(socket, header, left(deadline)),
           fmt::format("Could not reach workmux on the host at {}", endpoint.describe()));
  return Client(std::move(socket));
}

base::Result<> Client::send(const Request& request, milliseconds limit) {
  const std::string line = encode(request);
  if (line.size() > kLineLimit) {
    return base::fail(
        fmt::format("The request is too long for workmux on the host ({} of {} bytes)", line.size(), kLineLimit),
        "Use a shorter prompt");
  }
  TRY_WITH(os::write_all(socket_, line, limit), "Could not send the request to workmux on the host");
  return {};
}

base::Result<Reply> Client::receive(std::optional<milliseconds> limit) {
  // A poll takes at most 24 days.
  constexpr milliseconds kForever = std::chrono::hours(480);
  const Deadline deadline = base::now() + limit.value_or(kForever);
  while (true) {
    if (const auto line = lines_.next()) return decode_reply(*line);
    if (lines_.too_long()) return base::fail("The reply of workmux on the host is too long");
    if (limit && base::now() >= deadline) return base::fail("workmux on the host did not answer in time");
    const std::string bytes = TRY_WITH(os::read_some(socket_, size_t{65536}, left(deadline)),
                                       "Could not read the reply of workmux on the host");
    if (bytes.empty()) return base::fail("workmux on the host closed the connection without an answer");
    lines_.append(bytes);
  }
}

base::Result<int> Client::negotiate(milliseconds limit) {
  const Deadline deadline = base::now() + limit;
  TRY(send(Heartbeat{kVersion}, left(deadline)));
  const Reply reply = TRY(receive(left(deadline)));
  if (const auto* error = std::get_if<ErrorReply>(&reply)) return base::fail(error->message);
  const auto* ok = std::get_if<Ok>(&reply);
  if (ok == nullptr) return base::fail("workmux on the host did not answer the heartbeat with Ok");
  return std::min(kVersion, ok->version.value_or(1));
}

}  // namespace rpc
