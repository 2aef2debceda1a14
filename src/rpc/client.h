#pragma once
// The guest's side of a connection.

#include <chrono>
#include <optional>

#include "base/result.h"
#include "os/descriptor.h"
#include "rpc/codec.h"
#include "rpc/endpoint.h"
#include "rpc/lines.h"
#include "rpc/messages.h"

namespace rpc {

class Client {
 public:
  // Connects and sends the auth header (which gets no answer). `limit` bounds the whole call. The error of a failed
  // connection names the endpoint.
  static base::Result<Client> connect(const Endpoint& endpoint, std::chrono::milliseconds limit);

  base::Result<> send(const Request& request, std::chrono::milliseconds limit);
  // The next reply. `limit` bounds the wait for a whole line; none waits as long as the host works. Errors: the host
  // closed the connection, said nothing in time, or something that is no reply.
  base::Result<Reply> receive(std::optional<std::chrono::milliseconds> limit = std::nullopt);

  // Asks for the protocol that both know; a host of version 1 answers without one (SBX 8.5).
  base::Result<int> negotiate(std::chrono::milliseconds limit);

 private:
  explicit Client(os::Descriptor socket) : socket_(std::move(socket)) {}
  os::Descriptor socket_;
  LineBuffer lines_{kReplyLineLimit};
};

}  // namespace rpc
