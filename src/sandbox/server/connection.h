#pragma once
// One client from its first byte to its last.

#include <chrono>
#include <functional>
#include <string>

#include "os/descriptor.h"
#include "rpc/lines.h"
#include "sandbox/server/dispatch.h"
#include "sandbox/server/token.h"

namespace sandbox::server {

// What all connections of a server share.
struct Shared {
  const ServerOptions& options;
  Dispatcher& dispatcher;
  BadTokens& bad_tokens;
  int stop;  // readable when the server stops
  std::function<void(std::string_view)> log;
};

class Connection {
 public:
  // `socket` stays the caller's and must be valid while run() runs.
  Connection(int socket, std::string peer, Shared& shared) : socket_(socket), peer_(std::move(peer)), shared_(shared) {}

  // Serves the client until it leaves, breaks a rule or the server stops. `authenticated` is called once its token was
  // right.
  void run(const std::function<void()>& authenticated);

 private:
  enum class Read { line, end };
  // The next line; `limit`: bytes that may wait without a newline.
  Read read_line(std::string& line, std::optional<std::chrono::steady_clock::time_point> deadline, size_t limit);
  bool authenticate();
  bool send(const rpc::Reply& reply, std::chrono::milliseconds patience);
  // Lets the last reply arrive: what the client still sends is read for a moment, else the kernel would reset the
  // connection and the reply with it.
  void say_goodbye();

  int socket_;
  std::string peer_;
  Shared& shared_;
  rpc::LineBuffer lines_{rpc::kLineLimit};
  rpc::Chunks chunks_ = rpc::Chunks::text;
  bool broken_ = false;
};

}  // namespace sandbox::server
