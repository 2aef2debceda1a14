#pragma once
// The RPC server of one supervisor (SBX 8): listens, authenticates, authorises, answers. One thread accepts, each
// connection has its own, so that a long merge on one does not delay a status on another.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/server/actions.h"
#include "sandbox/server/authority.h"

namespace sandbox::server {

// A Unix socket, or a numeric TCP address when `socket` is empty.
struct Listen {
  std::filesystem::path socket;
  std::string address;
  std::uint16_t port = 0;  // 0: the kernel chooses
  int prefix = 0;          // not 0: only peers in this network of `address` are let in (SBX 8.6, E11)
  bool may_come = false;   // the address may be one that this machine gets later
};

struct Limits {
  size_t connections = 16;
  size_t unauthenticated = 8;
  std::chrono::milliseconds header{5000};  // for the whole auth header
  int bad_tokens = 5;                      // per peer and window, then the peer is dropped for a window
  std::chrono::milliseconds bad_token_window{60000};
  std::chrono::milliseconds accept_backoff{50};    // after a failed accept (too many open files)
  std::chrono::milliseconds repeated_status{100};  // the same status again within this time is not passed on
};

struct ServerOptions {
  std::vector<Listen> listen;  // at least one
  std::string token;           // 64 lower-case hexadecimal digits
  RpcPolicy policy;
  int depth = 0;                           // of this sandbox, see RpcPolicy::max_depth
  std::vector<std::string> host_commands;  // what Exec may name
  Limits limits;
  // One line for each request, refusal and dropped connection: type, sizes and an escaped prefix; never the token.
  // Called from any thread.
  std::function<void(std::string_view)> log;
};

// A new token: 32 random bytes as hexadecimal digits.
std::string make_token();

class Server {
 public:
  // Binds and starts. `actions` must outlive the server. Errors: an address that cannot be bound, no address, a bad
  // token.
  static base::Result<Server> create(ServerOptions options, Actions& actions);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();  // stop()

  // The TCP port of listen[index]; 0 for a Unix socket.
  std::uint16_t port(size_t index = 0) const;

  // Closes the listeners, cancels what runs, waits for all threads (a merge in its critical section is waited for) and
  // removes the socket files. May be called twice.
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox::server
